package io.github.etcdregistrar.internal.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;

/** Tomcat and TomEE: the MBeans of the connectors. Their ports are bound long before they answer. */
final class TomcatStrategy implements RuntimeStrategy {

    private static final String CONNECTORS = "*:type=Connector,port=*,*";

    @Override
    public List<HttpListener> listeners(Object event) throws JMException {
        List<HttpListener> listeners = new ArrayList<>();
        for (ObjectName connector : connectors()) {
            ServerRuntime.answer(connector.toString(), () -> listener(connector))
                    .ifPresent(listeners::add);
        }
        return listeners;
    }

    /** Asks the handler for TLS: a connector behind a proxy can be called secure and use none. */
    private static Optional<HttpListener> listener(ObjectName connector) throws JMException {
        ObjectName handler = new ObjectName(connector.toString().replace("type=Connector", "type=ProtocolHandler"));
        boolean secure = MBeans.attribute(handler, "sSLEnabled", Boolean.class).orElse(false);
        return MBeans.attribute(connector, "localPort", Integer.class).map(port -> new HttpListener(secure, port));
    }

    /** Connectors start when all contexts have. */
    @Override
    public Optional<Boolean> serves(Object event) throws JMException {
        List<ObjectName> connectors = connectors();
        if (connectors.isEmpty()) {
            return Optional.empty();
        }
        for (ObjectName connector : connectors) {
            if (MBeans.attribute(connector, "stateName", String.class).equals(Optional.of("STARTED"))) {
                return ServletContexts.serves(event);
            }
        }
        return Optional.of(false);
    }

    private static List<ObjectName> connectors() throws JMException {
        if (!isHere()) {
            return List.of();
        }
        List<ObjectName> connectors = new ArrayList<>();
        for (ObjectName connector : MBeans.matching(CONNECTORS)) {
            String protocol =
                    MBeans.attribute(connector, "protocol", String.class).orElse("");
            if (!protocol.toLowerCase(Locale.ROOT).contains("ajp")) {
                connectors.add(connector);
            }
        }
        return connectors;
    }

    /** GlassFish and Payara are made from Tomcat's servlet container, but not from this. */
    private static boolean isHere() {
        return ServerRuntime.isClass("org.apache.coyote.ProtocolHandler");
    }
}
