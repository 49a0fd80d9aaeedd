package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.etcdregistrar.testing.EtcdInDocker;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.EtcdView;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The whole in Weld, against an etcd in a container. Needs a Docker engine; {@code ETCD_IMAGE} names the image. */
class EtcdContainerIT {

    @Test
    void registersAndDeregisters() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "there is no Docker engine on this machine");
        String endpoint = "http://127.0.0.1:" + EtcdPorts.free();
        // On the network of the machine, so that nothing listens anywhere but on loopback.
        try (var container = new GenericContainer<>(DockerImageName.parse(EtcdInDocker.imageName()))
                .withNetworkMode("host")
                .withCommand(
                        "etcd",
                        "--data-dir=/tmp/data",
                        "--listen-client-urls=" + endpoint,
                        "--advertise-client-urls=" + endpoint,
                        "--listen-peer-urls=http://127.0.0.1:" + EtcdPorts.free())
                .waitingFor(
                        Wait.forLogMessage(".*(?i:serving).*client.*", 1).withStartupTimeout(Duration.ofMinutes(2)))) {
            container.start();
            try (EtcdView view = EtcdView.of(endpoint)) {
                try (Application application =
                        Application.start(Map.of("endpoints", endpoint, "name", "contained", "ttl", "60s"))) {
                    await().atMost(30, SECONDS).until(application.registrar()::isRegistered);
                    assertThat(view.list("/services/contained/")).hasSize(1);
                }
                assertThat(view.list("/")).isEmpty();
                assertThat(view.leases()).isEmpty();
            }
        }
    }
}
