package io.github.etcdregistrar.internal.endpoint;

import java.io.IOException;
import java.util.List;

/** Tells where etcd's members are. May be called by several threads at once. */
public interface EndpointSource {

    /**
     * The endpoints, at least one. Can ask DNS, and so take seconds.
     *
     * @throws IOException if they cannot be found; the message says why in one line
     */
    List<Endpoint> endpoints() throws IOException;

    /** Whether {@link #endpoints} returns at once and always the same. */
    default boolean isFixed() {
        return false;
    }

    /**
     * Always these endpoints.
     *
     * @throws IllegalArgumentException if there is none
     */
    static EndpointSource of(List<Endpoint> endpoints) {
        return new ConfiguredEndpoints(endpoints);
    }
}
