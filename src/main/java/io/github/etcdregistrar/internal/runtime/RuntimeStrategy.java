package io.github.etcdregistrar.internal.runtime;

import java.util.List;
import java.util.Optional;

/** An application server that tells where it serves applications. What is thrown means that it is absent or different. */
interface RuntimeStrategy {

    /**
     * The context root of the web module that our jar is in.
     *
     * @param event what the application's start was announced with
     */
    Optional<String> contextRoot(Object event) throws Exception;

    /** The listeners that serve applications. */
    List<HttpListener> listeners() throws Exception;

    /**
     * Whether what answers HTTP requests by now is the web module that our jar is in, and nothing that answers in its place
     * until it has started.
     */
    Optional<Boolean> serves() throws Exception;
}
