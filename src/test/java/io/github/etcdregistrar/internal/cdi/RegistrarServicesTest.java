package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.RegisteredService;
import io.github.etcdregistrar.Service;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.StateChange;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Several services of one application, in Weld, on a real etcd. */
class RegistrarServicesTest extends RegistrarOnEtcdTest {

    @ApplicationScoped
    static class Listener {
        private final Map<String, State> states = new ConcurrentHashMap<>();

        Map<String, State> states() {
            return states;
        }

        void on(@Observes StateChange change) {
            states.put(change.service(), change.status().state());
        }
    }

    @Test
    void threeServicesInFourFormatsStandUnderOneLease() {
        Map<String, String> configuration = Map.of(
                "services", "orders,invoices,stock",
                "format", "plain,grpc,go-zero,traefik",
                "port", "8080",
                "weight", "3",
                "invoices.port", "9090",
                "invoices.format", "plain");
        try (Application application = start(configuration, Listener.class)) {
            awaitRegistered(application);
            List<Entry> entries = view.list("");
            assertThat(entries).hasSize(5 + 1 + 5).extracting(Entry::lease).containsOnly(leaseOf(application));
            assertThat(view.leases()).hasSize(1);
            assertThat(application.registrar().status().keys())
                    .containsExactlyInAnyOrderElementsOf(
                            entries.stream().map(Entry::key).toList());
            assertThat(entries)
                    .filteredOn(entry -> entry.key().startsWith("/services/invoices/"))
                    .singleElement()
                    .extracting(Entry::value)
                    .asString()
                    .contains("\"name\":\"invoices\"", "\"port\":9090");
            await().atMost(20, SECONDS).until(() -> application
                    .select(Listener.class)
                    .states()
                    .equals(Map.of(
                            "orders", State.REGISTERED,
                            "invoices", State.REGISTERED,
                            "stock", State.REGISTERED)));
            assertThat(application.health())
                    .containsEntry("state", "REGISTERED")
                    .containsEntry("invoices.state", "REGISTERED")
                    .containsEntry("leaseId", application.registrar().status().leaseId());
            assertThat(application.health().get("invoices.key").toString()).startsWith("/services/invoices/");
        }
    }

    @Test
    void whatOneCannotRegisterIsToldOfThatOne() {
        try (Application application = start(Map.of("services", "orders,invoices", "invoices.format", "grpc"))) {
            await().atMost(20, SECONDS)
                    .until(() -> services(application).get("invoices").problem().isPresent());
            await().atMost(20, SECONDS)
                    .until(() -> services(application).get("orders").isRegistered());
            assertThat(services(application)
                            .get("invoices")
                            .problem()
                            .orElseThrow()
                            .code())
                    .isEqualTo(ProblemCode.NOTHING_TO_REGISTER);
            assertThat(services(application).get("orders").problem()).isEmpty();
            assertThat(application.registrar().isRegistered()).isFalse();
            assertThat(application.health())
                    .containsEntry("state", "REGISTERING")
                    .containsEntry("orders.state", "REGISTERED")
                    .containsKey("invoices.problem")
                    .doesNotContainKey("orders.problem");
        }
    }

    @Test
    void theApplicationAddsOneAndTakesItOut() {
        try (Application application = start(Map.of("reports.zone", "b"))) {
            awaitRegistered(application);
            Service reports = Service.named("reports").with("port", "9191").with("zone", "a");
            RegisteredService handle = application.registrar().register(reports);
            await().atMost(20, SECONDS).until(() -> handle.status().isRegistered());
            Entry before = entryOf(handle);
            assertThat(before.value()).contains("\"name\":\"reports\"", "\"port\":9191", "\"zone\":\"b\"");
            assertThat(before.lease()).isEqualTo(leaseOf(application));
            assertThat(application.registrar().services()).hasSize(2).containsKey("reports");
            assertThatThrownBy(() -> application.registrar().register(reports))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("reports");

            handle.update(reports.with("metadata.team", "shop"));
            await().atMost(20, SECONDS)
                    .until(() -> entryOf(handle).value().contains("\"metadata\":{\"team\":\"shop\"}"));
            assertThat(entryOf(handle).lease()).isEqualTo(before.lease());
            assertThat(entryOf(handle).createRevision()).isEqualTo(before.createRevision());

            handle.close();
            assertThat(view.list("")).hasSize(1);
            assertThat(handle.status().state()).isEqualTo(State.STOPPED);
            assertThat(application.registrar().isRegistered()).isTrue();
            handle.close();

            RegisteredService again = application.registrar().register(reports);
            await().atMost(20, SECONDS).until(() -> again.status().isRegistered());
        }
    }

    @Test
    void whatIsNotRightIsSaidToWhoRegistersIt() {
        try (Application application = start(Map.of())) {
            Service wrong = Service.named("reports").with("port", "0");
            assertThatThrownBy(() -> application.registrar().register(wrong))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("etcd.registrar.reports.port = 0 (from the application)");
            Service right = wrong.with("port", "9191");
            RegisteredService handle = application.registrar().register(right);
            assertThatThrownBy(() -> handle.update(wrong)).isInstanceOf(ConfigurationException.class);
            assertThatThrownBy(() -> handle.update(Service.named("other")))
                    .isInstanceOf(IllegalArgumentException.class);
            await().atMost(20, SECONDS).until(() -> handle.status().isRegistered());
        }
    }

    @Test
    void aKeyThatTheApplicationHasIsRefused() {
        try (Application application = start(Map.of("key", "/fixed"))) {
            awaitRegistered(application);
            RegisteredService handle = application.registrar().register(Service.named("reports"));
            await().atMost(20, SECONDS).until(() -> handle.status()
                    .problem()
                    .map(Object::toString)
                    .orElse("")
                    .contains("reports: the key /fixed is already used by service the application"));
            handle.close();
        }
    }

    @Test
    void oneThatIsConfiguredAwayIsNotRegistered() {
        try (Application application = start(Map.of("reports.enabled", "false"))) {
            RegisteredService handle = application.registrar().register(Service.named("reports"));
            awaitRegistered(application);
            assertThat(view.list("")).hasSize(1);
            assertThat(handle.status().state()).isEqualTo(State.OFF);
            handle.close();
        }
    }

    @Test
    void thereCanBeNoneButThoseOfTheApplication() {
        try (Application application = start(Map.of("services", "orders", "orders.enabled", "false"))) {
            assertThat(application.registrar().status().state()).isEqualTo(State.OFF);
            RegisteredService handle = application.registrar().register(Service.named("reports"));
            await().atMost(20, SECONDS).until(() -> handle.status().isRegistered());
            handle.close();
            assertThat(view.leases()).isEmpty();
        }
    }

    @Test
    void anApplicationWithoutAnyServiceIsReady() {
        Map<String, String> none = Map.of("services", "orders", "orders.enabled", "false");
        try (Application application = start(none)) {
            assertThat(application.registrar().services()).isEmpty();
            assertThat(application.registrar().isReady()).isTrue();
        }
    }

    @Test
    void aServiceCalledAsTheApplicationIsAnother() {
        try (Application application = start(Map.of("name", "shop", "key", "/one/{pid}"))) {
            application.registrar().register(Service.named("shop").with("key", "/two/{pid}"));
            assertThat(application.registrar().services()).hasSize(2);
        }
    }

    private static Application start(Map<String, String> properties, Class<?>... beans) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("endpoints", etcd.endpoint());
        return Application.start(all, beans);
    }

    private static Map<String, Status> services(Application application) {
        return application.registrar().services();
    }

    private static long leaseOf(Application application) {
        return application.registrar().status().lease();
    }

    private static Entry entryOf(RegisteredService service) {
        return view.get(service.status().keys().iterator().next()).orElseThrow();
    }

    private static void awaitRegistered(Application application) {
        await().atMost(20, SECONDS).until(() -> application.registrar().isRegistered());
    }
}
