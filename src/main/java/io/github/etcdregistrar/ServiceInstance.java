package io.github.etcdregistrar;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * An instance of a service that was found in etcd.
 *
 * @param service the name by which it was looked for
 * @param id what its entry says; without that its key
 * @param scheme {@code http}, {@code https}, or another one that its entry names
 * @param host an address or a name; an IPv6 address is without brackets
 * @param port the port; -1 if its entry names none
 * @param attributes what else its entry says
 * @param suspect whether etcd has lost its entry, which it may be about to put again: it is called only if there is no
 *     other
 */
public record ServiceInstance(
        String service, String id, String scheme, String host, int port, Attributes attributes, boolean suspect) {

    /** Where it is reached: scheme, host and port. */
    public URI uri() {
        try {
            return new URI(scheme, null, host, port, null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the instance " + id + " has no valid address", e);
        }
    }

    /** By hand: the JDK keeps the last class for which it made this method, and with it the class loader. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ServiceInstance instance
                && facts().equals(instance.facts())
                && suspect == instance.suspect;
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + host.hashCode();
    }

    /** Name, id and address; metadata can be anything. */
    @Override
    public String toString() {
        return service + " " + id + " at " + scheme + "://" + host + ":" + port + (suspect ? " (suspect)" : "");
    }

    private List<?> facts() {
        return List.of(
                service,
                id,
                scheme,
                host,
                port,
                attributes.version(),
                attributes.zone(),
                attributes.weight(),
                attributes.tags(),
                attributes.metadata());
    }

    /** What a request to this instance counts relative to others: its weight, by default 1. */
    public int weight() {
        return attributes.weight().orElse(1);
    }

    /** Its zone, if its entry says one. */
    public Optional<String> zone() {
        return attributes.zone();
    }
}
