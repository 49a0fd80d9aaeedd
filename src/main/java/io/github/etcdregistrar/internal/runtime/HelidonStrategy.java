package io.github.etcdregistrar.internal.runtime;

import java.util.List;
import java.util.Optional;

/** Helidon MP: the CDI extension that is the server. */
final class HelidonStrategy implements RuntimeStrategy {

    private static final String SERVER = "io.helidon.microprofile.server.ServerCdiExtension";

    /** The server has one application, or several that are below its root. */
    @Override
    public Optional<String> contextRoot(Object event) throws ReflectiveOperationException {
        return server() == null ? Optional.empty() : Optional.of("/");
    }

    @Override
    public List<HttpListener> listeners(Object event) throws ReflectiveOperationException {
        Object server = server();
        return List.of(new HttpListener(false, (Integer) RuntimeStrategy.call(server, "port")));
    }

    @Override
    public Optional<Boolean> serves(Object event) throws ReflectiveOperationException {
        return Optional.of((Boolean) RuntimeStrategy.call(server(), "started"));
    }

    private static Object server() throws ReflectiveOperationException {
        ClassLoader loader = HelidonStrategy.class.getClassLoader();
        Class<?> type = Class.forName(SERVER, false, loader);
        Class<?> cdi = Class.forName("jakarta.enterprise.inject.spi.CDI", false, loader);
        Object current = cdi.getMethod("current").invoke(null);
        Object beans = cdi.getMethod("getBeanManager").invoke(current);
        return Class.forName("jakarta.enterprise.inject.spi.BeanManager", false, loader)
                .getMethod("getExtension", Class.class)
                .invoke(beans, type);
    }
}
