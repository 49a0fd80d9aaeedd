package io.github.etcdregistrar.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.etcdregistrar.internal.bootstrap.Gate;
import io.github.etcdregistrar.internal.runtime.HttpListener;
import io.github.etcdregistrar.internal.runtime.ServerRuntime;
import io.github.etcdregistrar.testing.EtcdPorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On a server that does not tell its port. */
class StartupGateTest {

    private final ServerRuntime server = new ServerRuntime("no servlet context", name -> Optional.empty());

    private StartupGate gate(Optional<HttpListener> configured) {
        return new StartupGate(server, configured, List::of);
    }

    @Test
    void waitsForTheEventOfCdiAndThenForNothing() {
        Gate gate = gate(Optional.empty());
        assertThat(gate.closedReason())
                .hasValueSatisfying(why -> assertThat(why).contains("Startup"));
        server.started();
        assertThat(gate.closedReason()).isEmpty();
    }

    @Test
    void thenAsksAtTheConfiguredPort() throws Exception {
        int port = EtcdPorts.free();
        Gate gate = gate(Optional.of(new HttpListener(false, port)));
        assertThat(gate.closedReason())
                .hasValueSatisfying(why -> assertThat(why).contains("Startup"));
        server.started();
        assertThat(gate.closedReason())
                .hasValueSatisfying(why -> assertThat(why).contains("port " + port));

        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        try {
            http.start();
            assertThat(gate.closedReason()).isEmpty();
        } finally {
            http.stop(0);
        }
    }
}
