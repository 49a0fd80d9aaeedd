package io.github.etcdregistrar.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.etcdregistrar.internal.address.Network;
import io.github.etcdregistrar.internal.address.NetworkAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server that listens somewhere else than where others are sent. */
class ListenerCheckTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static Optional<InetAddress> anotherAddress() {
        return Network.ofThisMachine().addresses().stream()
                .map(NetworkAddress::ip)
                .filter(ip -> !ip.isLoopbackAddress() && ip.getClass() == LOOPBACK.getClass())
                .findFirst();
    }

    @Test
    void whoListensOnTheLoopbackOnlyIsTold() throws IOException {
        Optional<InetAddress> another = anotherAddress();
        assumeThat(another).isPresent();
        String ip = another.orElseThrow().getHostAddress();
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            HttpListener listener = new HttpListener(false, server.getLocalPort());
            assertThat(ListenerCheck.warning(listener, ip)).hasValueSatisfying(warning -> assertThat(warning)
                    .contains(LOOPBACK.getHostAddress(), ip, "host=\"*\"", "etcd.registrar.ip"));
            assertThat(ListenerCheck.warning(listener, LOOPBACK.getHostAddress()))
                    .isEmpty();
        }
    }

    @Test
    void whoDoesNotListenYetIsNot() throws IOException {
        Optional<InetAddress> another = anotherAddress();
        assumeThat(another).isPresent();
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            port = server.getLocalPort();
        }
        assertThat(ListenerCheck.warning(
                        new HttpListener(false, port), another.orElseThrow().getHostAddress()))
                .isEmpty();
    }
}
