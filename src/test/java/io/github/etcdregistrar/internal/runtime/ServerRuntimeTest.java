package io.github.etcdregistrar.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.LogRecorder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.logging.Level;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerRuntimeTest {

    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();
    private static final String LIBERTY = "wlp.server.name";
    private static final String WILDFLY = "jboss.node.name";

    private ObjectName name;
    private ObjectName secure;

    @BeforeEach
    void nameTheEndpoints() throws Exception {
        name = new ObjectName("WebSphere:feature=channelfw,type=endpoint,name=defaultHttpEndpoint");
        secure = new ObjectName(name + "-ssl");
    }

    @AfterEach
    void noServer() throws Exception {
        System.clearProperty(LIBERTY);
        System.clearProperty(WILDFLY);
        for (ObjectName endpoint : List.of(name, secure)) {
            if (MBEANS.isRegistered(endpoint)) {
                MBEANS.unregisterMBean(endpoint);
            }
        }
    }

    private static ServerRuntime server() {
        return new ServerRuntime(new Object(), name -> Optional.empty());
    }

    @Test
    void withoutAServerNothingIsFound() {
        assertThat(server().listener()).isEmpty();
        assertThat(server().contextRoot()).isEmpty();
        assertThat(server().serves()).isEmpty();
    }

    @Test
    void openLibertyTellsItsPort() throws Exception {
        System.setProperty(LIBERTY, "test");
        assertThat(server().listener()).isEmpty();

        MBEANS.registerMBean(new StandardMBean(() -> 9080, Endpoint.class), name);
        assertThat(server().listener()).contains(new HttpListener(false, 9080));
        assertThat(server().contextRoot()).isEmpty();
    }

    @Test
    void wildFlyTellsTheBoundPort() throws Exception {
        name = new ObjectName("jboss.as:socket-binding-group=standard-sockets,socket-binding=http");
        secure = new ObjectName("jboss.as:socket-binding-group=standard-sockets,socket-binding=https");
        MBEANS.registerMBean(new StandardMBean(() -> null, Binding.class), name);
        MBEANS.registerMBean(new StandardMBean(() -> 8443, Binding.class), secure);
        assertThat(server().listener()).isEmpty();

        System.setProperty(WILDFLY, "test");
        assertThat(server().listener()).contains(new HttpListener(true, 8443));
        MBEANS.unregisterMBean(name);
        MBEANS.registerMBean(new StandardMBean(() -> 8080, Binding.class), name);
        assertThat(server().listener()).contains(new HttpListener(false, 8080));
    }

    @Test
    void theStartIsOverWithTheEventOfCdi() {
        ServerRuntime server = server();
        assertThat(server.startingReason()).isPresent();
        server.started();
        assertThat(server.startingReason()).isEmpty();
    }

    @Test
    void theStartIsOverWhenTheServerSaysSo() {
        List<Boolean> serves = new ArrayList<>(List.of(false));
        RuntimeStrategy strategy = new RuntimeStrategy() {
            @Override
            public Optional<String> contextRoot(Object event) {
                return Optional.of("shop/");
            }

            @Override
            public Optional<Boolean> serves(Object event) {
                return Optional.of(serves.get(0));
            }
        };
        ServerRuntime server = new ServerRuntime(new Object(), List.of(strategy), false);
        assertThat(server.contextRoot()).contains("/shop");
        assertThat(server.startingReason()).isPresent();
        serves.set(0, true);
        assertThat(server.startingReason()).isEmpty();
    }

    @Test
    void whatAServerTellsOtherwiseThanWeKnowIsNotFound() throws Exception {
        System.setProperty(LIBERTY, "test");
        MBEANS.registerMBean(new StandardMBean(() -> "9080", Endpoint.class), name);
        assertThat(server().listener()).isEmpty();
    }

    @Test
    void anEndpointThatThrowsDoesNotCostTheOther() throws Exception {
        System.setProperty(LIBERTY, "test");
        Endpoint broken = () -> {
            throw new ServiceConfigurationError("broken");
        };
        MBEANS.registerMBean(new StandardMBean(broken, Endpoint.class), name);
        MBEANS.registerMBean(new StandardMBean(() -> 9443, Endpoint.class), secure);
        try (LogRecorder log = new LogRecorder(ServerRuntime.class.getName(), Level.FINE)) {
            assertThat(server().listener()).contains(new HttpListener(true, 9443));
            assertThat(log.text()).contains(name.toString(), "ServiceConfigurationError: broken");
        }
    }

    @Test
    void whateverAPlatformThrowsTheNextWayIsAsked() {
        for (Throwable failure :
                List.of(new IOException(), new SecurityException(), new ServiceConfigurationError("a provider"))) {
            assertThat(ServerRuntime.answer("a port", () -> {
                        if (failure instanceof Error error) {
                            throw error;
                        }
                        throw (Exception) failure;
                    }))
                    .isEmpty();
        }
    }

    /** What an endpoint of Open Liberty has, but for the type of its port, which is int. */
    public interface Endpoint {
        Object getPort();
    }

    /** What a socket binding of WildFly has. */
    public interface Binding {
        Integer getboundPort();
    }
}
