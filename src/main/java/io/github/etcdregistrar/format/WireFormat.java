package io.github.etcdregistrar.format;

import java.util.Locale;
import java.util.Map;

/** The formats of others, each with where it is written down. */
public enum WireFormat {

    /** gRPC-Go: {@code client/v3/naming/endpoints} in etcd. Metadata that are an object, gRPC-Go cannot compare. */
    GRPC("{app}") {
        @Override
        Map<String, String> entries(Endpoint at) {
            return at.entry(at.address(), JsonText.object("Op", 0, "Addr", at.address(), "Metadata", null));
        }
    },

    /** CoreDNS and SkyDNS: {@code plugin/etcd/msg/service.go} in CoreDNS. */
    COREDNS("/skydns/local/skydns/{app}") {
        @Override
        Map<String, String> entries(Endpoint at) {
            return at.entry(
                    at.instance().id(),
                    JsonText.object(
                            "host",
                            at.instance().ip(),
                            "port",
                            at.port(),
                            "weight",
                            at.instance().attributes().weight(),
                            "ttl",
                            DNS_TTL));
        }

        @Override
        public boolean accepts(String name) {
            // CoreDNS asks in lower case, and takes "any" for a wildcard.
            return name.matches("(?!any$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
        }

        @Override
        public String names() {
            return "a DNS label in lower case";
        }
    };

    /** In seconds; short, because a resolver's memory is not deleted with the key. */
    private static final int DNS_TTL = 5;

    private final String prefix;

    WireFormat(String prefix) {
        this.prefix = prefix;
    }

    /** Its name in the configuration. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The pattern of the beginning of the keys where its consumers look by default. */
    public String prefix() {
        return prefix;
    }

    /** Whether its consumers can ask for a service of that name. */
    public boolean accepts(String name) {
        return !name.contains("/");
    }

    /** Which names it accepts, in words. */
    public String names() {
        return "without a slash";
    }

    /** What its consumers read. */
    abstract Map<String, String> entries(Endpoint at);
}
