package io.github.etcdregistrar.internal.runtime;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * WildFly and JBoss EAP: the MBeans of the socket bindings. Those of Undertow know the same, but reading them while the
 * server boots logs errors.
 */
final class WildFlyStrategy implements RuntimeStrategy {

    private static final String BINDINGS = "jboss.as:socket-binding-group=*,socket-binding=";

    @Override
    public List<HttpListener> listeners(Object event) {
        if (System.getProperty("jboss.node.name") == null) {
            return List.of();
        }
        return Stream.concat(bound("http", false), bound("https", true)).toList();
    }

    private static Stream<HttpListener> bound(String binding, boolean secure) {
        return ServerRuntime.answer(
                        "the socket binding " + binding, () -> Optional.of(MBeans.matching(BINDINGS + binding)))
                .stream()
                .flatMap(List::stream)
                .flatMap(name -> ServerRuntime.answer(name.toString(), () -> port(name)).stream())
                .map(port -> new HttpListener(secure, port));
    }

    /** Has no value while the port is not bound. */
    private static Optional<Integer> port(ObjectName name) throws JMException {
        return MBeans.attribute(name, "boundPort", Integer.class);
    }

    /** The context is initialized before its servlets are, and until then the server's welcome page is at the root. */
    @Override
    public Optional<Boolean> serves(Object event) throws ReflectiveOperationException {
        Class<?> context = Class.forName(
                "io.undertow.servlet.spec.ServletContextImpl",
                false,
                event.getClass().getClassLoader());
        Object deployment = context.getMethod("getDeployment").invoke(event);
        Object state = Class.forName("io.undertow.servlet.api.Deployment", false, context.getClassLoader())
                .getMethod("getDeploymentState")
                .invoke(deployment);
        // It gets requests only a moment after it has started.
        return state.toString().equals("STARTED") ? Optional.empty() : Optional.of(false);
    }
}
