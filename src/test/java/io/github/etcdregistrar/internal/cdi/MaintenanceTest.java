package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.State;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Taken out on purpose, in Weld, on a real etcd. */
class MaintenanceTest extends RegistrarOnEtcdTest {

    @Test
    void pauseTakesOutAtOnceAndResumeBringsBack() {
        try (Application application = start(Map.of("readiness", "true", "liveness", "registered"))) {
            awaitRegistered(application);
            application.registrar().pause();
            assertThat(view.list("")).isEmpty();
            assertThat(view.leases()).isEmpty();
            assertThat(application.registrar().status().state()).isEqualTo(State.PAUSED);
            HealthCheckResponse ready = application
                    .container()
                    .select(HealthCheck.class, Readiness.Literal.INSTANCE)
                    .get()
                    .call();
            assertThat(ready.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
            assertThat(ready.getData().orElseThrow()).containsEntry("state", "PAUSED");
            assertThat(application.registrar().isLive()).isTrue();

            application.registrar().resume();
            awaitRegistered(application);
        }
    }

    /** Nobody is served any more by then: see {@link DrainTest} for when somebody is. */
    @Test
    @Timeout(60)
    void theStopOfTheApplicationAloneWaitsForNobody() {
        Application application = start(Map.of("drain", "1h"));
        awaitRegistered(application);
        application.close();
    }

    private static Application start(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.putIfAbsent("endpoints", etcd.endpoint());
        return Application.start(all);
    }

    private static void awaitRegistered(Application application) {
        await().atMost(20, SECONDS).until(() -> application.registrar().isRegistered());
    }
}
