package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.State.DRAINING;
import static io.github.etcdregistrar.State.NOT_READY;
import static io.github.etcdregistrar.State.OFF;
import static io.github.etcdregistrar.State.PAUSED;
import static io.github.etcdregistrar.State.REGISTERED;
import static io.github.etcdregistrar.State.REGISTERING;
import static io.github.etcdregistrar.State.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import io.github.etcdregistrar.testing.LogRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Taken out on purpose: for maintenance, by the gate, before the application stops. */
class SuspendTest {

    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final FakeClock clock = new FakeClock();
    private final FakeEtcd etcd = new FakeEtcd(clock, Duration.ofSeconds(1));
    private final List<State> states = new ArrayList<>();
    private final Registration registration = new Registration(
            etcd::open,
            new Timing(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(1500)),
            clock.timeAndRandom(),
            (service, previous, status) -> states.add(status.state()),
            clock::wakeUp);

    @BeforeEach
    void add() {
        registration.add("orders", lease -> Map.of("/orders", "value"), ConflictPolicy.WAIT);
    }

    @Test
    void pauseTakesOutAtOnceAndResumeBringsBack() {
        registration.register();
        run(Duration.ofSeconds(1));
        registration.pause(BUDGET);
        assertThat(etcd.entries()).isEmpty();
        assertThat(etcd.leases()).isEmpty();
        run(Duration.ofMinutes(1));
        assertThat(registration.status().state()).isEqualTo(PAUSED);

        registration.resume();
        run(Duration.ofSeconds(1));
        assertThat(etcd.entries()).containsOnlyKeys("/orders");
        assertThat(states).containsExactly(REGISTERING, REGISTERED, PAUSED, REGISTERING, REGISTERED);
    }

    @Test
    void behindAClosedGateNothingIsAskedOfEtcd() {
        registration.closeGate("nobody answers at port 8080", BUDGET);
        registration.register();
        run(Duration.ofSeconds(30));
        assertThat(etcd.calls).isEmpty();
        assertThat(registration.status().state()).isEqualTo(NOT_READY);
        assertThat(registration.status().problem())
                .hasValue(new Problem(ProblemCode.NOT_READY, "nobody answers at port 8080"));

        registration.openGate();
        run(Duration.ofSeconds(1));
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(registration.status().problem()).isEmpty();
    }

    @Test
    void theGateSaysWhyItCloses() {
        registration.register();
        run(Duration.ofSeconds(1));
        try (LogRecorder log = new LogRecorder("io.github.etcdregistrar", Level.INFO)) {
            registration.closeGate("db is DOWN", BUDGET);
            assertThat(etcd.entries()).isEmpty();
            registration.closeGate("db, cache are DOWN", BUDGET);
            run(Duration.ofSeconds(61));
            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(0)).matches("Deregistered /[^.]+\\. NOT_READY: db is DOWN\\..*");
            assertThat(log.messages().get(1)).startsWith("Still NOT_READY after 60 s. NOT_READY: db, cache are DOWN.");
        }
    }

    @Test
    void waitingForTheStartIsNoLineOfItsOwn() {
        try (LogRecorder log = new LogRecorder("io.github.etcdregistrar", Level.INFO)) {
            registration.closeGate("nobody answers", BUDGET);
            registration.register();
            run(Duration.ofSeconds(1));
            registration.openGate();
            run(Duration.ofSeconds(1));
            assertThat(log.messages()).singleElement().asString().startsWith("Registered");
        }
    }

    @Test
    void whoPausesResumesAndTheGateOpens() {
        registration.register();
        registration.closeGate("db is DOWN", BUDGET);
        registration.pause(BUDGET);
        registration.openGate();
        run(Duration.ofSeconds(5));
        assertThat(registration.status().state()).isEqualTo(PAUSED);

        registration.closeGate("db is DOWN", BUDGET);
        registration.resume();
        run(Duration.ofSeconds(5));
        assertThat(registration.status().state()).isEqualTo(NOT_READY);
        assertThat(etcd.calls).isEmpty();

        registration.openGate();
        run(Duration.ofSeconds(1));
        assertThat(registration.status().isRegistered()).isTrue();
    }

    @Test
    void whatWasDeregisteredIsNotResumed() {
        registration.register();
        run(Duration.ofSeconds(1));
        registration.deregister(BUDGET);
        registration.pause(BUDGET);
        registration.resume();
        run(Duration.ofSeconds(5));
        assertThat(registration.status().state()).isEqualTo(OFF);
        assertThat(etcd.leases()).isEmpty();
    }

    @Test
    void whatEtcdDidNotHearIsTriedAgain() {
        registration.register();
        run(Duration.ofSeconds(1));
        etcd.mode(Mode.REFUSING);
        registration.pause(BUDGET);
        assertThat(registration.status().state()).isEqualTo(PAUSED);
        assertThat(registration.status().problem()).isPresent();
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(2));
        assertThat(etcd.leases()).isEmpty();
        assertThat(registration.status().problem()).isEmpty();
    }

    @Test
    void drainingIsFollowedByTheEnd() {
        registration.register();
        run(Duration.ofSeconds(1));
        registration.drain(BUDGET);
        run(Duration.ofSeconds(5));
        assertThat(registration.status().state()).isEqualTo(DRAINING);
        assertThat(etcd.leases()).isEmpty();
        registration.stop(BUDGET);
        assertThat(states).containsExactly(REGISTERING, REGISTERED, DRAINING, STOPPED);
    }

    @Test
    void aServiceThatIsAddedMeanwhileWaitsWithTheOthers() {
        registration.register();
        registration.pause(BUDGET);
        ServiceRegistration stock = registration.add("stock", lease -> Map.of("/stock", "value"), ConflictPolicy.WAIT);
        run(Duration.ofSeconds(1));
        assertThat(stock.status().state()).isEqualTo(PAUSED);
        registration.resume();
        run(Duration.ofSeconds(1));
        assertThat(etcd.entries()).containsOnlyKeys("/orders", "/stock");
        assertThat(etcd.leases()).hasSize(1);
    }

    private void run(Duration time) {
        clock.run(registration, time);
    }
}
