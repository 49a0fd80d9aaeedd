package io.github.etcdregistrar.internal.runtime;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

/**
 * How one application server tells where it serves applications. An exception means that the server is absent or
 * different; without an answer the next strategy is asked.
 */
interface RuntimeStrategy {

    /**
     * The context root of our web module. Asked on the deploying thread.
     *
     * @param event the payload of the event of the application's start
     */
    default Optional<String> contextRoot(Object event) throws Exception {
        return Optional.empty();
    }

    /**
     * The listeners that serve applications.
     *
     * @param event the payload of the event of the application's start
     */
    default List<HttpListener> listeners(Object event) throws Exception {
        return List.of();
    }

    /**
     * Whether our web module answers HTTP requests, and nothing else in its place until it has started.
     *
     * @param event the payload of the event of the application's start
     */
    default Optional<Boolean> serves(Object event) throws Exception {
        return Optional.empty();
    }

    /** Calls a method without parameters; of a proxy, as elements of Payara's configuration are, through its interface. */
    static Object call(Object target, String method) throws ReflectiveOperationException {
        Class<?> type = target.getClass();
        return (Proxy.isProxyClass(type) ? type.getInterfaces()[0] : type)
                .getMethod(method)
                .invoke(target);
    }
}
