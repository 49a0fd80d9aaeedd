package io.github.etcdregistrar.registration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How etcd is reached.
 *
 * @param endpoints {@code http://host:port} or {@code https://host:port}, at least one
 * @param requestTimeout how long one request may take at the most, connecting included
 * @param tls how to speak TLS; asked for each connection, so that what was renewed is used
 * @param credentials who we are to etcd; asked whenever etcd wants to know, so that a new password is used
 */
public record RegistrySettings(
        List<URI> endpoints,
        Duration requestTimeout,
        Supplier<TlsSettings> tls,
        Supplier<Optional<Credentials>> credentials) {

    public RegistrySettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("at least one endpoint is needed");
        }
    }

    /** Without credentials, and with TLS as the JVM has it. */
    public RegistrySettings(List<URI> endpoints, Duration requestTimeout) {
        this(endpoints, requestTimeout, () -> TlsSettings.DEFAULT, Optional::empty);
    }
}
