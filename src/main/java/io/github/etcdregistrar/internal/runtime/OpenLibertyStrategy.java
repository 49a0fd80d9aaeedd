package io.github.etcdregistrar.internal.runtime;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.management.JMException;
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
    public List<HttpListener> listeners() throws JMException {
        List<HttpListener> listeners = new ArrayList<>();
        if (isHere()) {
            // Creates the MBean server if nobody has needed it yet, which takes some tenths of a second.
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            addListener(listeners, server, ENDPOINT, false);
            addListener(listeners, server, ENDPOINT + "-ssl", true);
        }
        return listeners;
    }

    /**
     * It opens its ports first and holds requests while their application starts. So any answer comes from the
     * application.
     */
    @Override
    public Optional<Boolean> serves() {
        return isHere() ? Optional.of(true) : Optional.empty();
    }

    private static void addListener(List<HttpListener> listeners, MBeanServer server, String endpoint, boolean secure)
            throws JMException {
        ObjectName name = new ObjectName(endpoint);
        if (server.isRegistered(name)) {
            listeners.add(new HttpListener(secure, (Integer) server.getAttribute(name, "Port")));
        }
    }

    private static boolean isHere() {
        return System.getProperty("wlp.server.name") != null;
    }
}
