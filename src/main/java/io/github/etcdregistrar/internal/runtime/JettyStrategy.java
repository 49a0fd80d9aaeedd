package io.github.etcdregistrar.internal.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Jetty 12: the server of the servlet context. Its connectors open when all contexts have started. */
final class JettyStrategy implements RuntimeStrategy {

    private static final String CONNECTOR = "org.eclipse.jetty.server.NetworkConnector";

    @Override
    public List<HttpListener> listeners(Object event) throws ReflectiveOperationException {
        Object server = RuntimeStrategy.call(handler(event), "getServer");
        Class<?> network = Class.forName(CONNECTOR, false, server.getClass().getClassLoader());
        List<HttpListener> listeners = new ArrayList<>();
        for (Object connector : (Object[]) RuntimeStrategy.call(server, "getConnectors")) {
            if (network.isInstance(connector)) {
                // Not open yet: -1.
                int port = (Integer) network.getMethod("getLocalPort").invoke(connector);
                listeners.add(new HttpListener(isSecure(connector), port));
            }
        }
        return listeners;
    }

    private static boolean isSecure(Object connector) throws ReflectiveOperationException {
        return ((Collection<?>) RuntimeStrategy.call(connector, "getProtocols"))
                .stream().anyMatch(protocol -> protocol.toString().equalsIgnoreCase("SSL"));
    }

    /** While the context starts, its place is empty, or at the root that of another. */
    @Override
    public Optional<Boolean> serves(Object event) throws ReflectiveOperationException {
        return Optional.of((Boolean) RuntimeStrategy.call(handler(event), "isAvailable"));
    }

    private static Object handler(Object event) throws ReflectiveOperationException {
        return RuntimeStrategy.call(RuntimeStrategy.call(event, "getContext"), "getServletContextHandler");
    }
}
