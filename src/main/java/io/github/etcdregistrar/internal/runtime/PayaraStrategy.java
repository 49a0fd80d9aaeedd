package io.github.etcdregistrar.internal.runtime;

import io.github.etcdregistrar.Registrar;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Payara Server and Micro, and GlassFish: the network listeners in the configuration of the server's own instance, and the
 * descriptor of the application. The API of Payara Micro knows the ports, too, but using it harms Payara Server,
 * which has it.
 */
final class PayaraStrategy implements RuntimeStrategy {

    private static final String ADMINISTRATION = "__asadmin";

    /**
     * From the current invocation: the event is Weld's own, and only the application's classes get the servlet
     * context.
     */
    @Override
    public Optional<String> contextRoot(Object event) throws ReflectiveOperationException {
        Object invocations = service("org.glassfish.api.invocation.InvocationManager", null);
        Object invocation =
                RuntimeStrategy.call(RuntimeStrategy.call(invocations, "getCurrentInvocation"), "getJNDIEnvironment");
        Class<?> web = Class.forName("com.sun.enterprise.deployment.WebBundleDescriptor");
        // In an EAR it describes the whole EAR.
        Iterable<?> modules = web.isInstance(invocation)
                ? List.of(invocation)
                : (Iterable<?>) RuntimeStrategy.call(invocation, "getBundleDescriptors");
        for (Object module : modules) {
            if (web.isInstance(module)
                    && RuntimeStrategy.call(module, "getClassLoader") == Registrar.class.getClassLoader()) {
                return Optional.of((String) RuntimeStrategy.call(module, "getContextRoot"));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<HttpListener> listeners(Object event) throws ReflectiveOperationException {
        Object config = service("com.sun.enterprise.config.serverbeans.Config", "default-instance-name");
        Object grizzly = service("com.sun.enterprise.v3.services.impl.GrizzlyService", null);
        Class<?> type = Class.forName("org.glassfish.grizzly.config.dom.NetworkListener");
        Optional<Method> realPort = ServerRuntime.answer(
                "Payara's real ports", () -> Optional.of(grizzly.getClass().getMethod("getRealPort", type)));
        Object all = RuntimeStrategy.call(RuntimeStrategy.call(config, "getNetworkConfig"), "getNetworkListeners");
        List<HttpListener> listeners = new ArrayList<>();
        for (Object listener : (Iterable<?>) RuntimeStrategy.call(all, "getNetworkListener")) {
            // One that throws does not cost the others.
            ServerRuntime.answer("a listener", () -> listener(grizzly, realPort, listener))
                    .ifPresent(listeners::add);
        }
        return listeners;
    }

    private static Optional<HttpListener> listener(Object grizzly, Optional<Method> realPort, Object listener)
            throws ReflectiveOperationException {
        Object protocol = RuntimeStrategy.call(listener, "findHttpProtocol");
        boolean serves = protocol != null
                && is(listener, "getEnabled")
                && !is(listener, "getJkEnabled")
                && !ADMINISTRATION.equals(
                        RuntimeStrategy.call(RuntimeStrategy.call(protocol, "getHttp"), "getDefaultVirtualServer"));
        if (!serves) {
            return Optional.empty();
        }
        // On Payara with a range of ports, as by --autobindhttp, the configured port is not the real one.
        int port = realPort.isPresent()
                ? (Integer) realPort.get().invoke(grizzly, listener)
                : Integer.parseInt((String) RuntimeStrategy.call(listener, "getPort"));
        return Optional.of(new HttpListener(is(protocol, "getSecurityEnabled"), port));
    }

    /** While the application starts, nobody answers, or at the root another application. */
    @Override
    public Optional<Boolean> serves(Object event) throws ReflectiveOperationException {
        Object engine = RuntimeStrategy.call(service("com.sun.enterprise.web.WebContainer", null), "getEngine");
        for (Object host : (Object[]) RuntimeStrategy.call(engine, "findChildren")) {
            for (Object module : (Object[]) RuntimeStrategy.call(host, "findChildren")) {
                Object loader = RuntimeStrategy.call(module, "getLoader");
                if (loader != null
                        && RuntimeStrategy.call(loader, "getClassLoader") == Registrar.class.getClassLoader()) {
                    return Optional.of((Boolean) RuntimeStrategy.call(module, "getAvailable"));
                }
            }
        }
        return Optional.of(false);
    }

    private static Object service(String type, String name) throws ReflectiveOperationException {
        Method services = Class.forName("org.glassfish.internal.api.Globals").getMethod("getDefaultHabitat");
        return services.getReturnType()
                .getMethod("getService", Class.class, String.class, Annotation[].class)
                .invoke(services.invoke(null), Class.forName(type), name, new Annotation[0]);
    }

    private static boolean is(Object element, String getter) throws ReflectiveOperationException {
        return Boolean.parseBoolean((String) RuntimeStrategy.call(element, getter));
    }
}
