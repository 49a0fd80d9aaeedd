package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.State.OFF;
import static io.github.etcdregistrar.State.REGISTERED;
import static io.github.etcdregistrar.State.REGISTERING;
import static io.github.etcdregistrar.State.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import io.github.etcdregistrar.internal.registration.FakeStore.Change;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stopping and deregistering, with etcd there and away. */
class DeregistrationTest extends RegistrationFixture {

    @Test
    void stopRevokesTheLeaseAndNothingFollows() {
        run(Duration.ofSeconds(10));

        registration.stop(BUDGET);
        registration.stop(BUDGET);
        registration.register();
        registration.deregister(BUDGET);
        run(Duration.ofMinutes(1));

        assertThat(etcd.entries()).isEmpty();
        assertThat(etcd.leases()).isEmpty();
        assertThat(etcd.history()).last().extracting(Change::value).isNull();
        assertThat(states).containsExactly(REGISTERING, REGISTERED, STOPPED);
        assertThat(etcd.openRegistries).isNotPositive();
    }

    @Test
    void stopWhileTheClientIsBeingLoadedLeavesNothingToRevoke() {
        etcd.whilePreparing(() -> registration.stop(BUDGET));
        run(Duration.ofMinutes(1));

        assertThat(etcd.calls).hasSize(1);
        assertThat(etcd.leases()).isEmpty();
        assertThat(states).containsExactly(REGISTERING, STOPPED);
    }

    @Test
    void stopBeforeTheFirstStepAsksNobody() {
        registration.stop(BUDGET);
        run(Duration.ofMinutes(1));

        assertThat(etcd.calls).isEmpty();
        assertThat(states).containsExactly(STOPPED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REFUSING", "SILENT", "LOSING_ANSWERS"})
    void stopKeepsToItsBudgetWhenEtcdIsAway(Mode mode) {
        run(Duration.ofSeconds(10));
        etcd.mode(mode);
        long before = clock.nanos();

        registration.stop(BUDGET);

        assertThat(Duration.ofNanos(clock.nanos() - before)).isLessThanOrEqualTo(BUDGET);
        etcd.mode(Mode.UP);
        run(TTL);
        assertThat(etcd.entries()).isEmpty();
        assertThat(etcd.leases()).isEmpty();
    }

    @Test
    void deregisterAndRegisterInTurn() {
        for (int i = 0; i < 10; i++) {
            run(Duration.ofSeconds(1));
            assertRegistered();
            registration.deregister(BUDGET);
            assertThat(registration.status().state()).isEqualTo(OFF);
            assertThat(etcd.leases()).isEmpty();
            run(Duration.ofSeconds(i));
            registration.register();
        }
    }

    @Test
    void aDeregistrationThatEtcdDidNotHearIsMadeUpFor() {
        run(Duration.ofSeconds(10));
        etcd.mode(Mode.REFUSING);
        registration.deregister(BUDGET);
        assertThat(registration.status().state()).isEqualTo(OFF);

        etcd.restart();
        run(Duration.ofSeconds(2));

        assertThat(etcd.entries()).isEmpty();
        assertThat(states).containsExactly(REGISTERING, REGISTERED, OFF);
    }

    @Test
    void aDeregistrationThatEtcdDidNotHearDoesNotWaitForTheRenewal() {
        registration = registration(ConflictPolicy.WAIT, Duration.ofMinutes(10));
        registration.register();
        run(Duration.ofSeconds(10));
        etcd.mode(Mode.REFUSING);
        registration.deregister(BUDGET);

        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(2));

        assertThat(etcd.entries()).isEmpty();
    }

    @Test
    void registersAgainAfterADeregistrationThatEtcdDidNotHear() {
        run(Duration.ofSeconds(10));
        etcd.mode(Mode.REFUSING);
        registration.deregister(BUDGET);
        registration.register();
        etcd.restart();
        run(Duration.ofSeconds(2));

        assertRegistered();
        assertThat(etcd.leases()).hasSize(1);
    }
}
