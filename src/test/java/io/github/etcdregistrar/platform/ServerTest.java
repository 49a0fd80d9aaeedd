package io.github.etcdregistrar.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerTest {

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
        assertThat(Server.listener()).isEmpty();
        assertThat(Server.contextRoot(new Object())).isEmpty();
        assertThat(Server.serves()).isEmpty();
    }

    @Test
    void openLibertyTellsItsPort() throws Exception {
        System.setProperty(LIBERTY, "test");
        assertThat(Server.listener()).isEmpty();

        MBEANS.registerMBean(new StandardMBean(() -> 9080, Endpoint.class), name);
        assertThat(Server.listener()).contains(new Listener(false, 9080));
        assertThat(Server.contextRoot(new Object())).isEmpty();
    }

    @Test
    void whatAServerTellsOtherwiseThanWeKnowIsNotFound() throws Exception {
        System.setProperty(LIBERTY, "test");
        MBEANS.registerMBean(new StandardMBean(() -> "9080", Endpoint.class), name);
        assertThat(Server.listener()).isEmpty();
    }

    /** What an endpoint of Open Liberty has, but for the type of its port, which is int. */
    public interface Endpoint {
        Object getPort();
    }
}
