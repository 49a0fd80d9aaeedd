package io.github.etcdregistrar.internal.endpoint;

import java.util.List;
import java.util.StringJoiner;

/**
 * Endpoints that do not change.
 *
 * @param endpoints at least one
 */
record ConfiguredEndpoints(List<Endpoint> endpoints) implements EndpointSource {

    ConfiguredEndpoints {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("at least one endpoint is needed");
        }
    }

    @Override
    public boolean isFixed() {
        return true;
    }

    @Override
    public String toString() {
        StringJoiner joined = new StringJoiner(", ");
        for (Endpoint endpoint : endpoints) {
            joined.add(endpoint.toString());
        }
        return joined.toString();
    }
}
