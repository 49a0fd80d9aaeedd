package io.github.etcdregistrar.registration;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How etcd is reached.
 *
 * @param endpoints {@code http://host:port} or {@code https://host:port}, at least one
 * @param requestTimeout how long one request may take at the most, connecting included
 */
public record RegistrySettings(List<URI> endpoints, Duration requestTimeout) {

    public RegistrySettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("at least one endpoint is needed");
        }
    }
}
