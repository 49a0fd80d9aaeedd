package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.internal.health.GateProducer;
import io.github.etcdregistrar.testing.EtcdPorts;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

/** Registered only while the application's own checks are UP, in Weld, on a real etcd. */
class RegistrarGateTest extends RegistrarOnEtcdTest {

    @Readiness
    @ApplicationScoped
    static class Database implements HealthCheck {
        private static volatile boolean up;

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("database").status(up).build();
        }
    }

    @Test
    void followsTheApplicationsOwnChecksAndNotOurs() {
        try (Application application = Application.start(
                Map.of("endpoints", etcd.endpoint(), "gate", "readiness", "readiness", "true"),
                GateProducer.class,
                Database.class)) {
            await().atMost(20, SECONDS).until(() -> problem(application).contains("database"));
            assertThat(application.registrar().status().state()).isEqualTo(State.NOT_READY);
            assertThat(view.leases()).isEmpty();

            Database.up = true;
            await().atMost(20, SECONDS).until(() -> application.registrar().isRegistered());
            assertThat(view.list("")).hasSize(1);

            Database.up = false;
            await().atMost(20, SECONDS).until(() -> view.leases().isEmpty());
            await().atMost(20, SECONDS)
                    .until(() -> application.registrar().status().state() == State.NOT_READY);

            application.registrar().deregister();
            Database.up = true;
            await().during(3, SECONDS).atMost(20, SECONDS).until(() -> view.leases()
                    .isEmpty());
            application.registrar().register();
            await().atMost(20, SECONDS).until(() -> application.registrar().isRegistered());
        }
    }

    @Test
    void withoutHealthChecksThereIsNoSuchGate() {
        assertThatThrownBy(() -> Application.start(Map.of("endpoints", etcd.endpoint(), "gate", "readiness")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("etcd.registrar.gate = readiness");
    }

    @Test
    void waitsForAnAnswerAtTheConfiguredPort() throws IOException {
        int port = EtcdPorts.free();
        try (Application application = Application.start(
                Map.of("endpoints", etcd.endpoint(), "gate", "started", "port", Integer.toString(port)))) {
            await().atMost(20, SECONDS).until(() -> problem(application).contains("no connection to port " + port));
            assertThat(view.leases()).isEmpty();
            ServerSocket listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            try {
                await().atMost(20, SECONDS).until(() -> application.registrar().isRegistered());
            } finally {
                listening.close();
            }
        }
    }

    private static String problem(Application application) {
        return application
                .registrar()
                .status()
                .problem()
                .filter(problem -> problem.code() == ProblemCode.NOT_READY)
                .map(Object::toString)
                .orElse("");
    }
}
