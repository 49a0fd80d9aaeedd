package io.github.etcdregistrar.internal.runtime;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Open Liberty: the MBeans of its default HTTP endpoint, which exist before the ports are open. */
final class OpenLibertyStrategy implements RuntimeStrategy {

    private static final String ENDPOINT = "WebSphere:feature=channelfw,type=endpoint,name=defaultHttpEndpoint";

    /** From the event, which is a servlet context unless our jar is in the libraries of an EAR. */
    @Override
    public Optional<String> contextRoot(Object event) {
        return isHere() ? ServletContexts.contextPath(event) : Optional.empty();
    }

    @Override
    public List<HttpListener> listeners(Object event) {
        if (!isHere()) {
            return List.of();
        }
        // Creates the MBean server if nobody has needed it yet, which takes some tenths of a second.
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        return Stream.concat(
                        listener(server, ENDPOINT, false).stream(), listener(server, ENDPOINT + "-ssl", true).stream())
                .toList();
    }

    /** It holds requests while their application starts, and opens no port before. So any answer is the application's. */
    @Override
    public Optional<Boolean> serves(Object event) {
        return isHere() ? Optional.of(true) : Optional.empty();
    }

    /** One that throws does not cost the other. */
    private static Optional<HttpListener> listener(MBeanServer server, String endpoint, boolean secure) {
        return ServerRuntime.answer(endpoint, () -> {
            ObjectName name = new ObjectName(endpoint);
            return server.isRegistered(name)
                    ? Optional.of(new HttpListener(secure, (Integer) server.getAttribute(name, "Port")))
                    : Optional.empty();
        });
    }

    static boolean isHere() {
        return System.getProperty("wlp.server.name") != null;
    }
}
