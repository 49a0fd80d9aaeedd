package io.github.etcdregistrar.internal.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.LogRecorder;
import java.net.InetSocketAddress;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class MachineNetworkTest {

    /** Connecting throws an IllegalArgumentException, as it does to an address of a family that the JVM does not use. */
    @Test
    void aRouteThatCannotBeAskedForIsNone() {
        try (LogRecorder log = new LogRecorder(Attempt.class.getName(), Level.FINE)) {
            assertThat(new MachineNetwork().routeTo(InetSocketAddress.createUnresolved("nowhere", 9)))
                    .isEmpty();
            assertThat(log.text()).contains("a route to nowhere", "UnresolvedAddressException");
        }
    }
}
