package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.endpoint.EndpointSource;
import io.github.etcdregistrar.internal.endpoint.SrvEndpoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where etcd is: {@code endpoints} or {@code discovery-srv}.
 *
 * @param source tells the endpoints
 * @param configured the endpoints, empty if DNS tells them
 */
record EndpointConfig(EndpointSource source, List<Endpoint> configured) {

    private static final String ENDPOINTS = "endpoints";
    private static final String DISCOVERY = "discovery-srv";
    private static final String FORMS = "host:2379, http://host:2379 or https://host:2379, with an IPv6 address as"
            + " [fd00::2]:2379, several separated by commas";

    /**
     * Reads and checks both properties.
     *
     * @param tls whether anything of {@code tls.*} is set, so that an endpoint without a scheme is {@code https://}
     * @throws ConfigurationException if one is invalid, or both are set
     */
    static EndpointConfig read(ConfigReader properties, boolean tls) {
        Optional<List<Endpoint>> endpoints = properties.read(ENDPOINTS, text -> parse(text, tls), FORMS);
        Optional<String> domain = properties.read(DISCOVERY, EndpointConfig::domain, "a domain such as example.com");
        properties.refuseBoth(DISCOVERY, domain.isPresent(), ENDPOINTS, endpoints.isPresent());
        if (domain.isPresent()) {
            return new EndpointConfig(new SrvEndpoints(domain.get()), List.of());
        }
        for (String one : split(properties.text(ENDPOINTS).orElse(""))) {
            if (!Endpoint.hasScheme(one)) {
                properties.note(
                        tls
                                ? "Endpoints without a scheme are taken as https://, because etcd.registrar.tls.* is set"
                                : "Endpoints without a scheme are taken as http://");
            }
        }
        List<Endpoint> configured = endpoints.orElse(List.of(Endpoint.parse("localhost", false)));
        return new EndpointConfig(EndpointSource.of(configured), configured);
    }

    private static List<Endpoint> parse(String text, boolean tls) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String one : split(text)) {
            endpoints.add(Endpoint.parse(one, tls));
        }
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException();
        }
        return endpoints;
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>(Arrays.asList(text.split("[,\\s]+")));
        parts.remove(""); // Before a separator at the beginning.
        return parts;
    }

    private static String domain(String text) {
        if (!text.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?")) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
