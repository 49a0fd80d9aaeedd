package io.github.etcdregistrar.internal.runtime;

import java.util.List;
import java.util.Optional;

/**
 * How one application server tells where it serves applications. An exception means that the server is absent or
 * different.
 */
interface RuntimeStrategy {

    /**
     * The context root of our web module.
     *
     * @param event the payload of the event of the application's start
     */
    Optional<String> contextRoot(Object event) throws Exception;

    /** The listeners that serve applications. */
    List<HttpListener> listeners() throws Exception;

    /** Whether our web module answers HTTP requests, and nothing else in its place until it has started. */
    Optional<Boolean> serves() throws Exception;
}
