package io.github.etcdregistrar.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.registration.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

/** Taken out on purpose, in Weld, on a real etcd. */
class MaintenanceTest extends RegistrarOnEtcdTest {

    /** What etcd holds at each change of state. */
    @ApplicationScoped
    static class Witness {
        private static final List<String> SEEN = new CopyOnWriteArrayList<>();

        void on(@Observes StateChange change) {
            SEEN.add(change.status().state() + " with " + view.list("").size());
        }
    }

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

    @Test
    void theStopWaitsUntilCallersHaveLetGo() {
        Witness.SEEN.clear();
        long stopped;
        try (Application application = start(Map.of("drain", "1s"), Witness.class)) {
            awaitRegistered(application);
            await().atMost(20, SECONDS).until(() -> Witness.SEEN.contains("REGISTERED with 1"));
            stopped = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(Witness.SEEN)
                .contains("REGISTERED with 1", "DRAINING with 0")
                .doesNotContain("DRAINING with 1");
    }

    @Test
    void nobodyWaitsForWhatWasNeverRegistered() {
        Application application = start(Map.of("drain", "1h", "endpoints", "http://127.0.0.1:1"));
        await().atMost(20, SECONDS)
                .until(() -> application.registrar().status().problem().isPresent());
        application.close();
    }

    private static Application start(Map<String, String> properties, Class<?>... beans) {
        Map<String, String> all = new HashMap<>(properties);
        all.putIfAbsent("endpoints", etcd.endpoint());
        return Application.start(all, beans);
    }

    private static void awaitRegistered(Application application) {
        await().atMost(20, SECONDS).until(() -> application.registrar().isRegistered());
    }
}
