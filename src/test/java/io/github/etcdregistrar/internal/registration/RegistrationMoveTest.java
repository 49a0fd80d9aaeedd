package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.State.LOST;
import static io.github.etcdregistrar.State.REGISTERED;
import static io.github.etcdregistrar.State.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import io.github.etcdregistrar.internal.registration.FakeStore.Change;
import io.github.etcdregistrar.testing.LogRecorder;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The key or value changes while it is registered, as it does when the machine has another address. */
class RegistrationMoveTest extends RegistrationMoveFixture {

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
    void isAskedWithEachPassThatRenews() {
        source.questions = 0;
        run(Duration.ofMinutes(1));
        assertThat(source.questions).isBetween(15, 20);

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
}
