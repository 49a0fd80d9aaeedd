package io.github.etcdregistrar.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.LogRecorder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
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
        for (ObjectName endpoint : List.of(name, secure)) {
            if (MBEANS.isRegistered(endpoint)) {
                MBEANS.unregisterMBean(endpoint);
            }
        }
    }

    @Test
    void withoutAServerNothingIsFound() {
        assertThat(ServerRuntime.listener()).isEmpty();
        assertThat(ServerRuntime.contextRoot(new Object())).isEmpty();
        assertThat(ServerRuntime.serves()).isEmpty();
    }

    @Test
    void openLibertyTellsItsPort() throws Exception {
        System.setProperty(LIBERTY, "test");
        assertThat(ServerRuntime.listener()).isEmpty();

        MBEANS.registerMBean(new StandardMBean(() -> 9080, Endpoint.class), name);
        assertThat(ServerRuntime.listener()).contains(new HttpListener(false, 9080));
        assertThat(ServerRuntime.contextRoot(new Object())).isEmpty();
    }

    @Test
    void whatAServerTellsOtherwiseThanWeKnowIsNotFound() throws Exception {
        System.setProperty(LIBERTY, "test");
        MBEANS.registerMBean(new StandardMBean(() -> "9080", Endpoint.class), name);
        assertThat(ServerRuntime.listener()).isEmpty();
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
            assertThat(ServerRuntime.listener()).contains(new HttpListener(true, 9443));
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
}
