package io.github.etcdregistrar.internal.format;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.ServiceInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The formats of others, each with where it is written down. */
public enum WireFormat {

    /** gRPC-Go: {@code client/v3/naming/endpoints} in etcd. Metadata that are an object make gRPC-Go panic. */
    GRPC("{app}") {
        @Override
        Map<String, String> entries(EntryContext at) {
            return at.entry(at.address(), JsonText.object("Op", 0, "Addr", at.address(), "Metadata", null));
        }

        @Override
        public List<ServiceInstance> instances(EntryText from) {
            return List.of(from.at(EntryText.required(from.json(), "Addr"), from.id(), EntryText.attributes(Map.of())));
        }
    },

    /** Kratos: {@code registry/registry.go}, and the weight where {@code selector/default_node.go} looks for it. */
    KRATOS("/microservices/{app}") {
        @Override
        Map<String, String> entries(EntryContext at) {
            Attributes attributes = at.instance().attributes();
            Map<String, String> metadata = new TreeMap<>(attributes.metadata());
            attributes.weight().ifPresent(weight -> metadata.put("weight", String.valueOf(weight)));
            return at.entry(
                    at.instance().id(),
                    JsonText.object(
                            "id", at.instance().id(),
                            "name", at.instance().name(),
                            "version", attributes.version().orElse(""),
                            "metadata", metadata,
                            "endpoints", List.of(at.origin())));
        }

        @Override
        public List<ServiceInstance> instances(EntryText from) {
            Map<String, Object> json = from.json();
            String url = EntryText.httpFirst(EntryText.elements(json.get("endpoints")));
            boolean secure = url.startsWith("http:") && url.contains("isSecure=true");
            return List.of(from.at(
                    secure ? url.replaceFirst("http:", "https:") : url,
                    EntryText.required(json, "id").toString(),
                    EntryText.attributes(json)));
        }
    },

    /** go-zero: {@code core/discov/publisher.go}. */
    GO_ZERO("{app}.rpc") {
        @Override
        Map<String, String> entries(EntryContext at) {
            return at.entry(at.lease(), at.address());
        }
    },

    /** go-micro: {@code registry/registry.go} and {@code registry/etcd/etcd.go}; without a version it is "latest". */
    GO_MICRO("/micro/registry/{app}") {
        @Override
        Map<String, String> entries(EntryContext at) {
            Attributes attributes = at.instance().attributes();
            String node = at.instance().name() + "-" + at.instance().id();
            return at.entry(
                    node,
                    JsonText.object(
                            "name", at.instance().name(),
                            "version", attributes.version().orElse(LATEST),
                            "metadata", attributes.metadata(),
                            "endpoints", List.of(),
                            "nodes",
                                    List.of(JsonText.map(
                                            "metadata", attributes.metadata(),
                                            "id", node,
                                            "address", at.address()))));
        }

        @Override
        public List<ServiceInstance> instances(EntryText from) {
            Map<String, Object> json = from.json();
            Object version = LATEST.equals(json.get("version")) ? null : json.get("version");
            List<ServiceInstance> nodes = new ArrayList<>();
            for (Object node : EntryText.elements(json.get("nodes"))) {
                Map<String, Object> its = EntryText.object(node);
                its.put("version", version);
                Object id = EntryText.required(its, "id");
                nodes.add(from.at(EntryText.required(its, "address"), id.toString(), EntryText.attributes(its)));
            }
            return nodes;
        }
    },

    /** CoreDNS and SkyDNS: {@code plugin/etcd/msg/service.go} in CoreDNS. */
    COREDNS("/skydns/local/skydns/{app}") {
        @Override
        Map<String, String> entries(EntryContext at) {
            return at.entry(
                    at.instance().id(),
                    JsonText.object(
                            "host", at.instance().ip(),
                            "port", at.port(),
                            "weight", at.instance().attributes().weight(),
                            "ttl", DNS_TTL));
        }

        @Override
        public List<ServiceInstance> instances(EntryText from) {
            Map<String, Object> json = from.json();
            return List.of(from.of(
                    from.id(), "http", EntryText.required(json, "host"), json.get("port"), EntryText.attributes(json)));
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
    },

    /** Traefik: {@code pkg/config/kv/kv_node.go}. A server's number must be unique; the lease id is. */
    TRAEFIK("traefik/http/services/{app}/loadBalancer/servers") {
        @Override
        Map<String, String> entries(EntryContext at) {
            Map<String, String> server = new HashMap<>(at.entry(at.lease() + "/url", at.origin()));
            at.instance()
                    .attributes()
                    .weight()
                    .ifPresent(weight -> server.putAll(at.entry(at.lease() + "/weight", String.valueOf(weight))));
            return server;
        }

        @Override
        public List<ServiceInstance> instances(EntryText from) {
            if (!from.id().equals("url")) {
                return List.of(); // The weight stands under a key of its own, and is not read.
            }
            String server = from.key().replaceFirst("/url$", "");
            return List.of(from.at(
                    from.value(), server.substring(server.lastIndexOf('/') + 1), EntryText.attributes(Map.of())));
        }
    },

    /** Dubbo: {@code DefaultServiceInstance} in Java, and in Go, where it is {@code enable} and there is a weight. */
    DUBBO("/services/{app}") {
        @Override
        Map<String, String> entries(EntryContext at) {
            // Without brackets around an IPv6 address, as Dubbo itself writes it.
            String address = at.instance().ip() + ":" + at.port();
            return at.entry(
                    address,
                    JsonText.object(
                            "id", address,
                            "serviceName", at.instance().name(),
                            "host", at.instance().ip(),
                            "port", at.port(),
                            "weight", at.instance().attributes().weight(),
                            "enabled", true,
                            "enable", true,
                            "healthy", true,
                            "metadata", at.instance().attributes().metadata()));
        }

        @Override
        public List<ServiceInstance> instances(EntryText from) {
            Map<String, Object> json = from.json();
            if (Boolean.FALSE.equals(json.get("enabled")) || Boolean.FALSE.equals(json.get("enable"))) {
                return List.of();
            }
            return List.of(from.of(
                    from.id(),
                    "http",
                    EntryText.required(json, "host"),
                    EntryText.required(json, "port"),
                    EntryText.attributes(json)));
        }
    },

    /** Kitex: {@code registry/etcd/internal/common.go} in cwgo-pkg. */
    KITEX("kitex/registry-etcd/{app}") {
        @Override
        Map<String, String> entries(EntryContext at) {
            Attributes attributes = at.instance().attributes();
            return at.entry(
                    at.address(),
                    JsonText.object(
                            "network", "tcp",
                            "address", at.address(),
                            "weight", attributes.weight().orElse(10),
                            "tags", attributes.metadata()));
        }

        @Override
        public List<ServiceInstance> instances(EntryText from) {
            Map<String, Object> json = from.json();
            json.put("metadata", json.remove("tags"));
            return List.of(from.at(EntryText.required(json, "address"), from.id(), EntryText.attributes(json)));
        }
    },

    /** Go kit: {@code sd/etcdv3}, which has no place of its own. */
    GO_KIT("/service/{app}") {
        @Override
        Map<String, String> entries(EntryContext at) {
            return at.entry(at.address(), at.origin());
        }
    };

    /** In seconds; short, because a resolver's memory is not deleted with the key. */
    private static final int DNS_TTL = 5;

    private static final String LATEST = "latest";

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
    abstract Map<String, String> entries(EntryContext at);

    /**
     * Reads what {@link #entries} writes, as far as an instance can say it.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public List<ServiceInstance> instances(EntryText from) {
        return List.of(from.at(from.value(), from.id(), EntryText.attributes(Map.of())));
    }
}
