package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.StateChange;
import io.github.etcdregistrar.internal.address.FakeNetwork;
import io.github.etcdregistrar.internal.application.RegistrarBean;
import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.EtcdView.Event;
import io.github.etcdregistrar.testing.EtcdView.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole in Weld, against a real etcd, on a machine whose addresses change. */
class RegistrarMoveTest extends RegistrarOnEtcdTest {

    private static final FakeNetwork NETWORK = FakeNetwork.of();

    /** Makes the registrar on a network of the test's. */
    @Dependent
    static class MovingLifecycle {
        @Produces
        @ApplicationScoped
        static ManagedRegistrar registrar(
                jakarta.enterprise.event.Event<StateChange> events,
                Instance<RegistrationValue> values,
                @Any Instance<Object> beans) {
            return new RegistrarBean(events, values, beans, NETWORK);
        }

        static void initialized(
                @Observes @Initialized(ApplicationScoped.class) Object event, ManagedRegistrar registrar) {
            registrar.start(event);
        }

        static void stop(@Disposes ManagedRegistrar registrar) {
            registrar.stop();
        }
    }

    @ApplicationScoped
    static class Listener {
        private final List<State> states = new CopyOnWriteArrayList<>();

        void on(@Observes StateChange change) {
            states.add(change.status().state());
        }

        List<State> states() {
            return states;
        }
    }

    @BeforeEach
    void theMachineHasTwoInterfaces() {
        NETWORK.become("docker0 172.17.0.1", "eth0 10.0.0.5");
        NETWORK.route("198.51.100.", "10.0.0.5");
    }

    @Test
    void theRegistrationFollowsTheAddress() {
        try (Application application = start(Map.of("key", "/{ip}", "ttl", "2s"))) {
            Entry before = awaitKey("/10.0.0.5");
            await().atMost(20, SECONDS).until(() -> application.registrar().isRegistered());

            NETWORK.become("docker0 172.17.0.1", "eth0 10.0.0.6");
            NETWORK.route("198.51.100.", "10.0.0.6");
            Entry after = awaitKey("/10.0.0.6");
            await().atMost(20, SECONDS)
                    .until(() -> application.registrar().status().keys().contains("/10.0.0.6"));

            assertThat(after.lease()).isEqualTo(before.lease());
            assertThat(after.value()).isEqualTo(before.value().replace("10.0.0.5", "10.0.0.6"));
            assertThat(view.history("/10.0.0."))
                    .extracting(Event::kind, event -> event.entry().key())
                    .containsExactly(
                            tuple(Kind.PUT, "/10.0.0.5"),
                            tuple(Kind.PUT, "/10.0.0.6"),
                            tuple(Kind.DELETE, "/10.0.0.5"));
            assertThat(application.select(Listener.class).states())
                    .containsExactly(State.REGISTERING, State.REGISTERED);
        }
    }

    @Test
    void whereOthersReachAContainerCanBeGiven() {
        try (Application application =
                start(Map.of("key", "/{host}:{port}", "host", "node1.example", "port", "32768", "ip", "192.168.1.1"))) {
            assertThat(awaitKey("/node1.example:32768").value())
                    .contains("\"ip\":\"192.168.1.1\"", "\"host\":\"node1.example\"", "\"port\":32768");
            await().atMost(20, SECONDS).until(() -> application.registrar().isRegistered());
        }
    }

    @Test
    void itIsRegisteredAsSoonAsAnAddressMatches() {
        NETWORK.become("docker0 172.17.0.1");
        NETWORK.route("198.51.100.", null);
        try (Application application = start(Map.of("key", "/{ip}", "network", "10.0.0.0/8"))) {
            await().atMost(20, SECONDS).untilAsserted(() -> assertThat(
                            application.registrar().status().problem())
                    .hasValue(new Problem(
                            ProblemCode.NOTHING_TO_REGISTER,
                            "etcd.registrar.network = 10.0.0.0/8 matches none of 172.17.0.1 (docker0)")));
            NETWORK.become("docker0 172.17.0.1", "eth0 10.0.0.5");
            awaitKey("/10.0.0.5");
        }
    }

    private static Application start(Map<String, String> properties) {
        var all = new HashMap<>(properties);
        all.put("endpoints", etcd.endpoint());
        return Application.startWith(MovingLifecycle.class, all, Listener.class);
    }

    private static Entry awaitKey(String key) {
        return await().atMost(20, SECONDS)
                .until(() -> view.get(key), Optional::isPresent)
                .orElseThrow();
    }
}
