package io.github.etcdregistrar.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalHostTest {

    @Test
    void theAddressIsOneOfThisMachine() throws Exception {
        String ip = LocalHost.ip(List.of(URI.create("http://127.0.0.1:2379")));

        NetworkInterface network = NetworkInterface.getByInetAddress(InetAddress.getByName(ip));
        assertThat(network).isNotNull();
        assertThat(network.isUp()).isTrue();
    }

    @Test
    void aNameThatDoesNotResolveIsPassedOver() {
        assertThat(LocalHost.ip(List.of(URI.create("http://no-such-host.invalid:2379"))))
                .isNotBlank();
    }

    @Test
    void thisMachineHasAName() {
        assertThat(LocalHost.name()).isNotBlank();
    }
}
