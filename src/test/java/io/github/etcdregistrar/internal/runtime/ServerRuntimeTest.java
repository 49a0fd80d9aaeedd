package io.github.etcdregistrar.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
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

    @BeforeEach
    void nameTheEndpoint() throws Exception {
        name = new ObjectName("WebSphere:feature=channelfw,type=endpoint,name=defaultHttpEndpoint");
    }

    @AfterEach
    void noServer() throws Exception {
        System.clearProperty(LIBERTY);
        if (MBEANS.isRegistered(name)) {
            MBEANS.unregisterMBean(name);
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

    /** What an endpoint of Open Liberty has, but for the type of its port, which is int. */
    public interface Endpoint {
        Object getPort();
    }
}
