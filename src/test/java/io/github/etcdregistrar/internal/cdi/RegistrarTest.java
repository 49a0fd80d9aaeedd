package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Instance;
import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.StateChange;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

/** The whole in Weld, against a real etcd. */
class RegistrarTest extends RegistrarOnEtcdTest {

    @Test
    void registersAtTheDefaultKeyWithJson() {
        try (Application application = start(Map.of(
                "name", "orders", "port", "8080", "url", "http://orders:8080/", "metadata.zone", "a", "ip", "::1"))) {
            Entry entry = awaitRegistered(application);

            long pid = ProcessHandle.current().pid();
            assertThat(entry.key()).isEqualTo("/services/orders/::1/" + pid);
            assertThat(view.grantedTtl(entry.lease())).isEqualTo(5);
            JsonObject value =
                    Json.createReader(new StringReader(entry.value())).readObject();
            assertThat(value.keySet())
                    .containsExactly("schema", "name", "id", "ip", "pid", "host", "port", "url", "started", "metadata");
            assertThat(value.getString("name")).isEqualTo("orders");
            assertThat(value.getInt("pid")).isEqualTo(pid);
            assertThat(value.getInt("port")).isEqualTo(8080);
            assertThat(value.getJsonObject("metadata").getString("zone")).isEqualTo("a");
        }
    }

    @Test
    void registersWhatIsConfigured() {
        try (Application application = start(Map.of(
                "prefix", "/x/{app}",
                "key", "{prefix}/{uuid}-{port}",
                "port", "80",
                "value", "${etcd.registrar.port} here",
                "ttl", "7s"))) {
            Entry entry = awaitRegistered(application);

            assertThat(entry.key()).matches("/x/application/[0-9a-f-]{36}-80");
            assertThat(entry.value()).isEqualTo("80 here");
            assertThat(view.grantedTtl(entry.lease())).isEqualTo(7);
        }
    }

    @Test
    void whatNobodyKnowsIsLeftOut() {
        try (Application application = start(Map.of("name", "orders"))) {
            JsonObject value = Json.createReader(
                            new StringReader(awaitRegistered(application).value()))
                    .readObject();
            assertThat(value.keySet())
                    .containsExactly("schema", "name", "id", "ip", "pid", "host", "started", "metadata");
        }
    }

    @Test
    void aKeyWithAPortThatNobodyKnowsSaysWhatToSet() {
        try (Application application = start(Map.of("key", "{prefix}/{ip}:{port}"))) {
            await().atMost(20, SECONDS).untilAsserted(() -> assertThat(
                            application.registrar().status().problem())
                    .hasValueSatisfying(problem -> assertThat(problem.message()).contains("set etcd.registrar.port")));
            assertThat(view.list("/")).isEmpty();
        }
    }

    @ApplicationScoped
    static class PidValue implements RegistrationValue {
        @Override
        public String valueOf(Instance instance) {
            return "pid " + instance.pid();
        }
    }

    @Test
    void aBeanCanSupplyTheValue() {
        try (Application application = start(Map.of("value", "not this"), PidValue.class)) {
            assertThat(awaitRegistered(application).value())
                    .isEqualTo("pid " + ProcessHandle.current().pid());
        }
    }

    @Test
    void deregistersAtOnceAndRegistersAgain() {
        try (Application application = start(Map.of("ttl", "60s"))) {
            Entry entry = awaitRegistered(application);

            application.registrar().deregister();
            assertThat(view.get(entry.key())).isEmpty();
            assertThat(application.registrar().isRegistered()).isFalse();

            application.registrar().register();
            awaitRegistered(application);
        }
    }

    @Test
    void registeringAndDeregisteringFromManyThreadsLeavesNothing() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try (Application application = start(Map.of("ttl", "60s"))) {
            for (int i = 0; i < 200; i++) {
                boolean register = i % 2 == 0;
                threads.submit(() -> {
                    if (register) {
                        application.registrar().register();
                    } else {
                        application.registrar().deregister();
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void stopsBeforeItHasRegistered() {
        start(Map.of("ttl", "60s")).close();
    }

    @Test
    void startsAndStopsWithoutEtcd() {
        try (Application application = start(Map.of("endpoints", "http://127.0.0.1:1"))) {
            await().atMost(20, SECONDS)
                    .until(() -> application.registrar().status().problem().isPresent());
            assertThat(application.registrar().status().state()).isEqualTo(State.REGISTERING);
            assertThat(application.registrar().isLive()).isTrue();
        }
    }

    @Test
    void doesNothingWhenDisabled() {
        try (Application application = start(Map.of("enabled", "false"))) {
            assertThat(application.registrar().status().state()).isEqualTo(State.OFF);
            assertThat(application.registrar().isLive()).isTrue();
            nothingIsLeft();
        }
    }

    @ApplicationScoped
    static class Listener {
        private final List<State> inOrder = new CopyOnWriteArrayList<>();
        private final List<State> async = new CopyOnWriteArrayList<>();

        void on(@Observes StateChange change) {
            inOrder.add(change.status().state());
        }

        void onAsync(@ObservesAsync StateChange change) {
            async.add(change.status().state());
        }

        List<State> inOrder() {
            return inOrder;
        }

        List<State> async() {
            return async;
        }
    }

    @Test
    void firesAnEventForEveryChange() {
        try (Application application = start(Map.of(), Listener.class)) {
            awaitRegistered(application);
            application.registrar().deregister();

            Listener listener = application.select(Listener.class);
            assertThat(listener.inOrder()).containsExactly(State.REGISTERING, State.REGISTERED, State.OFF);
            await().atMost(20, SECONDS).untilAsserted(() -> assertThat(listener.async())
                    .containsExactlyInAnyOrder(State.REGISTERING, State.REGISTERED, State.OFF));
        }
    }

    @Test
    void theChecksTellTheStatus() {
        try (Application application = start(Map.of("readiness", "true"))) {
            Entry entry = awaitRegistered(application);

            HealthCheckResponse live = check(application, Liveness.Literal.INSTANCE);
            assertThat(live.getName()).isEqualTo("etcd-registrar");
            assertThat(live.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
            assertThat(live.getData().orElseThrow())
                    .containsEntry("state", "REGISTERED")
                    .containsEntry("key", entry.key())
                    .containsEntry("leaseId", Long.toHexString(entry.lease()))
                    .containsKeys("secondsLeft", "since");
            assertThat(check(application, Readiness.Literal.INSTANCE).getStatus())
                    .isEqualTo(HealthCheckResponse.Status.UP);

            application.registrar().deregister();
            assertThat(check(application, Liveness.Literal.INSTANCE).getStatus())
                    .isEqualTo(HealthCheckResponse.Status.UP);
            assertThat(check(application, Readiness.Literal.INSTANCE).getStatus())
                    .isEqualTo(HealthCheckResponse.Status.DOWN);
        }
    }

    @Test
    void thereIsNoReadinessCheckUnlessAskedFor() {
        try (Application application = start(Map.of())) {
            assertThat(application
                            .container()
                            .select(HealthCheck.class, Readiness.Literal.INSTANCE)
                            .isUnsatisfied())
                    .isTrue();
        }
    }

    @Test
    void livenessCanMeanRegistered() {
        try (Application application = start(Map.of("liveness", "registered"))) {
            awaitRegistered(application);
            assertThat(application.registrar().isLive()).isTrue();
            application.registrar().deregister();
            assertThat(application.registrar().isLive()).isTrue();
        }
        try (Application application = start(Map.of("liveness", "registered", "endpoints", "http://127.0.0.1:1"))) {
            await().atMost(20, SECONDS).until(() -> !application.registrar().isLive());
        }
    }

    private static HealthCheckResponse check(Application application, java.lang.annotation.Annotation kind) {
        return application.container().select(HealthCheck.class, kind).get().call();
    }

    private static Application start(Map<String, String> properties, Class<?>... beans) {
        var all = new java.util.HashMap<>(properties);
        all.putIfAbsent("endpoints", etcd.endpoint());
        return Application.start(all, beans);
    }

    private static Entry awaitRegistered(Application application) {
        await().atMost(20, SECONDS).until(() -> application.registrar().isRegistered());
        List<Entry> entries = view.list("/");
        assertThat(entries).hasSize(1);
        assertThat(application.registrar().status().keys())
                .containsExactly(entries.get(0).key());
        assertThat(application.registrar().status().lease())
                .isEqualTo(entries.get(0).lease());
        return entries.get(0);
    }
}
