package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.State.CONFLICT;
import static io.github.etcdregistrar.State.FAILED;
import static io.github.etcdregistrar.State.LOST;
import static io.github.etcdregistrar.State.REGISTERED;
import static io.github.etcdregistrar.State.REGISTERING;
import static io.github.etcdregistrar.State.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Change;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import io.github.etcdregistrar.testing.LogLines;
import io.github.etcdregistrar.testing.LogRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is registered changes while it is registered, as it does when the machine has another address. */
class RegistrationMoveTest {

    private static final Duration TTL = Duration.ofSeconds(5);
    /** Long enough for the next renewal. */
    private static final Duration RENEWAL = Duration.ofMillis(1500);

    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final long SOMEBODY = 77;
    private static final String OLD = "/services/a/10.0.0.5";
    private static final String NEW = "/services/a/10.0.0.6";

    private final FakeClock clock = new FakeClock();
    private final FakeEtcd etcd = new FakeEtcd(clock, Duration.ofSeconds(1));
    private final LogLines log = LogLines.of(Registration.class);
    private final List<State> states = new ArrayList<>();
    private final Source source = new Source();
    private Registration registration;
    private Entry before;

    /** The address, as it were. */
    private static final class Source implements EntrySource {
        private Map<String, String> entries = Map.of(OLD, "value");
        private Map<String, String> told;
        private boolean broken;
        private int questions;

        void become(String key, String value) {
            entries = Map.of(key, value);
        }

        @Override
        public Map<String, String> entries(long lease) {
            told = entries; // What the address does, even if the value cannot be made of it.
            if (broken) {
                throw new IllegalStateException("no value");
            }
            return entries;
        }

        @Override
        public boolean hasChanged() {
            questions++;
            return !entries.equals(told);
        }
    }

    @BeforeEach
    void registered() {
        registerWith(ConflictPolicy.WAIT);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void theNewKeyComesBeforeTheOldOneGoes() {
        source.become(NEW, "new value");
        run(RENEWAL);

        assertMoved();
        assertThat(etcd.history()).extracting(Change::key).containsExactly(NEW, OLD);
        assertThat(etcd.history()).extracting(Change::value).containsExactly("new value", null);
        assertThat(states).isEmpty();
        assertThat(log.all()).containsExactly("Registered " + NEW + " instead of " + OLD);
        run(Duration.ofMinutes(10));
        assertThat(etcd.history()).hasSize(2);
    }

    @Test
    void isAskedOnceARenewal() {
        source.questions = 0;
        run(Duration.ofMinutes(1));
        assertThat(source.questions).isBetween(45, 60);

        etcd.mode(Mode.REFUSING);
        source.questions = 0;
        run(Duration.ofMinutes(1));
        assertThat(source.questions).isZero();
    }

    @Test
    void movesBackAndForth() {
        for (int i = 0; i < 10; i++) {
            source.become(NEW, "new value");
            run(RENEWAL);
            source.become(OLD, "value");
            run(RENEWAL);
        }

        assertThat(etcd.entries()).containsOnlyKeys(OLD);
        assertThat(states).isEmpty();
        assertThat(etcd.leases()).containsExactly(before.lease());
    }

    @Test
    void aMoveThatOvertakesAnotherLeavesNothingBehind() {
        putTheirs("/services/a/172.17.0.1");
        source.become("/services/a/172.17.0.1", "new value");
        run(RENEWAL);
        source.become(NEW, "new value");
        run(RENEWAL);
        etcd.revokeLease(SOMEBODY);

        assertMoved();
    }

    @Test
    void anotherValueIsPutInPlace() {
        source.become(OLD, "new value");
        run(RENEWAL);

        Entry after = etcd.entries().get(OLD);
        assertThat(after.value()).isEqualTo("new value");
        assertThat(after.createRevision()).isEqualTo(before.createRevision());
        assertThat(after.lease()).isEqualTo(before.lease());
        assertThat(etcd.history()).hasSize(1);
        assertThat(states).isEmpty();
        assertThat(log.all()).containsExactly("Registered " + OLD + " with another value");
    }

    @Test
    void aChangeThatMakesNoDifferencePutsNothing() {
        source.told = null;
        run(RENEWAL);

        assertThat(etcd.history()).isEmpty();
        assertThat(log.all()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REFUSING", "SILENT", "LOSING_ANSWERS"})
    void aMoveWhileEtcdIsAwayFollowsWhenItIsBack(Mode mode) {
        for (int offset = 0; offset < 1500; offset += 50) {
            registerWith(ConflictPolicy.WAIT);
            run(Duration.ofMillis(offset));
            source.become(NEW, "new value");
            etcd.mode(mode);
            run(TTL.minusSeconds(2));
            etcd.mode(Mode.UP);
            run(Duration.ofSeconds(3));

            assertMoved();
            assertNeverWithout();
            assertThat(states).as("offset %d ms", offset).isEmpty();
            registration.stop(BUDGET);
        }
    }

    @Test
    void anOutageOfAnyLengthIsNoReasonToBeWithout() {
        etcd.mode(Mode.REFUSING);
        source.become(NEW, "new value");
        run(Duration.ofMinutes(10));
        etcd.restart();
        run(Duration.ofSeconds(3));

        assertMoved();
        assertNeverWithout();
    }

    @Test
    void aLeaseThatIsLostAtTheSameTimeIsClaimedAnew() {
        source.become(NEW, "new value");
        etcd.revokeLease(before.lease());
        run(Duration.ofSeconds(2));

        assertThat(etcd.entries()).containsOnlyKeys(NEW);
        assertThat(registration.status().keys()).containsExactly(NEW);
        assertThat(states).containsExactly(LOST, REGISTERED);
        assertThat(etcd.leases()).hasSize(1).doesNotContain(before.lease());
    }

    @Test
    void aKeyHeldBySomebodyElseIsWaitedForAndTheOldOneKept() {
        putTheirs(NEW);
        source.become(NEW, "new value");
        run(Duration.ofMinutes(1));

        assertThat(registration.status().state()).isEqualTo(CONFLICT);
        assertThat(registration.status().keys()).containsExactly(NEW);
        assertThat(etcd.entries().get(NEW).value()).isEqualTo("theirs");
        assertThat(etcd.entries().get(OLD)).isEqualTo(before);

        etcd.revokeLease(SOMEBODY);
        run(Duration.ofSeconds(1));
        assertMoved();
        assertThat(states).containsExactly(CONFLICT, REGISTERED);
    }

    @Test
    void theWayBackOutOfAConflictIsOpen() {
        putTheirs(NEW);
        source.become(NEW, "new value");
        run(RENEWAL);
        source.become(OLD, "value");
        run(RENEWAL);

        assertThat(registration.status().state()).isEqualTo(REGISTERED);
        assertThat(etcd.entries().get(OLD)).isEqualTo(before);
        assertThat(etcd.entries().get(NEW).value()).isEqualTo("theirs");
    }

    @Test
    void aKeyHeldBySomebodyElseIsTakenOverIfSoConfigured() {
        registerWith(ConflictPolicy.TAKEOVER);
        putTheirs(NEW);
        source.become(NEW, "new value");
        run(RENEWAL);

        assertMoved();
        assertThat(states).isEmpty();
    }

    @Test
    void aKeyHeldBySomebodyElseEndsItAllIfSoConfigured() {
        registerWith(ConflictPolicy.FAIL);
        putTheirs(NEW);
        source.become(NEW, "new value");
        run(Duration.ofSeconds(5));

        assertThat(states).containsExactly(FAILED);
        assertThat(etcd.entries()).containsOnlyKeys(NEW);
        assertThat(etcd.leases()).containsExactly(SOMEBODY);
    }

    @Test
    void anOldKeyThatSomebodyElseHasTakenIsLeftAlone() {
        source.become(NEW, "new value");
        etcd.beforeNextPut(() -> putTheirs(OLD));
        run(RENEWAL);

        assertThat(registration.status().keys()).containsExactly(NEW);
        assertThat(etcd.entries().get(NEW).lease()).isEqualTo(before.lease());
        assertThat(etcd.entries().get(OLD).value()).isEqualTo("theirs");
        assertThat(registration.status().state()).isEqualTo(REGISTERED);
        run(Duration.ofMinutes(1));
        assertThat(etcd.entries().get(OLD).value()).isEqualTo("theirs");
    }

    @Test
    void aLateAnswerToAnOldPutLeavesNothingBehind() {
        source.become(NEW, "new value");
        run(RENEWAL);
        etcd.put(OLD, "value", before.lease());
        run(Duration.ofSeconds(1));

        assertMoved();
    }

    @Test
    void stopInTheMiddleLeavesNothing() {
        source.become(NEW, "new value");
        etcd.beforeNextPut(() -> registration.stop(BUDGET));
        run(Duration.ofSeconds(10));

        assertThat(etcd.entries()).isEmpty();
        assertThat(etcd.leases()).isEmpty();
        assertThat(states).containsExactly(STOPPED);
    }

    @Test
    void stopAfterAnAnswerThatGotLostLeavesNothing() {
        source.become(NEW, "new value");
        etcd.beforeNextPut(() -> etcd.mode(Mode.LOSING_ANSWERS));
        run(RENEWAL);
        assertThat(etcd.entries()).containsOnlyKeys(NEW);
        etcd.mode(Mode.UP);
        registration.stop(BUDGET);

        assertThat(etcd.entries()).isEmpty();
        assertThat(etcd.leases()).isEmpty();
    }

    @Test
    void whatTheApplicationThrowsLeavesTheOldKeyWhereItIs() {
        source.broken = true;
        source.become(NEW, "new value");
        run(RENEWAL);
        etcd.delete(OLD);
        run(Duration.ofSeconds(20));
        assertThat(etcd.entries()).containsOnlyKeys(OLD);
        assertThat(registration.status().problem()).hasValue(new Problem(ProblemCode.NOTHING_TO_REGISTER, "no value"));

        source.broken = false;
        run(Duration.ofSeconds(2));
        assertMoved();
    }

    @Test
    void staysRegisteredAndSaysWhyWhileTheNewKeyCannotBePut() {
        try (LogRecorder log = new LogRecorder("io.github.etcdregistrar", Level.INFO)) {
            etcd.outOfSpace(true);
            source.become(NEW, "new value");
            run(Duration.ofMinutes(2));
            assertThat(registration.status().isRegistered()).isTrue();
            assertThat(registration.status().keys()).containsExactly(OLD);
            Problem problem = FakeEtcd.problem(ProblemCode.OUT_OF_SPACE);
            assertThat(registration.status().problem()).hasValue(problem);
            assertThat(log.messages())
                    .hasSize(2)
                    .allMatch(line -> line.contains(problem.toString()))
                    .anyMatch(line -> line.startsWith("REGISTERED: "))
                    .anyMatch(line -> line.startsWith("Still REGISTERED after 6"));

            etcd.outOfSpace(false);
            run(Duration.ofSeconds(2));
            assertMoved();
            assertThat(states).isEmpty();
            assertThat(log.messages()).last().asString().startsWith("Recovered after 12");
        }
    }

    private void registerWith(ConflictPolicy policy) {
        if (registration != null) {
            registration.stop(BUDGET);
        }
        source.become(OLD, "value");
        registration = new Registration(
                etcd::open,
                new Timing(TTL, TTL.dividedBy(5), Duration.ofMillis(1500)),
                clock.timeAndRandom(),
                (service, previous, status) -> states.add(status.state()));
        registration.add("a", source, policy);
        registration.register();
        run(Duration.ofSeconds(1));
        before = etcd.entries().get(OLD);
        assertThat(states).endsWith(REGISTERING, REGISTERED);
        states.clear();
        log.all().clear();
        etcd.history().clear();
    }

    private void putTheirs(String key) {
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put(key, "theirs", SOMEBODY);
    }

    private void assertMoved() {
        assertThat(registration.status().state()).isEqualTo(REGISTERED);
        assertThat(registration.status().keys()).containsExactly(NEW);
        assertThat(registration.status().lease()).isEqualTo(before.lease());
        assertThat(etcd.entries()).containsOnlyKeys(NEW);
        assertThat(etcd.entries().get(NEW).value()).isEqualTo("new value");
        assertThat(etcd.entries().get(NEW).lease()).isEqualTo(before.lease());
    }

    private void assertNeverWithout() {
        assertThat(etcd.history()).extracting(Change::key).containsExactly(NEW, OLD);
    }

    private void run(Duration time) {
        clock.run(registration, time);
    }
}
