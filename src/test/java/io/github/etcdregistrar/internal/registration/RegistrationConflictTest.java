package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.State.CONFLICT;
import static io.github.etcdregistrar.State.FAILED;
import static io.github.etcdregistrar.State.REGISTERED;
import static io.github.etcdregistrar.State.REGISTERING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Somebody else holds the key, or seems to. */
class RegistrationConflictTest extends RegistrationFixture {

    @Test
    void neverOverwritesSomebodyElseAndTakesTheKeyWhenTheyGo() {
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put(KEY, "theirs", SOMEBODY);
        run(Duration.ofMinutes(1));

        assertThat(registration.status().state()).isEqualTo(CONFLICT);
        assertThat(registration.status().holder()).map(Entry::lease).hasValue(SOMEBODY);
        assertThat(etcd.entries().get(KEY).value()).isEqualTo("theirs");

        etcd.revokeLease(SOMEBODY);
        run(Duration.ofSeconds(1));

        assertRegistered();
        assertThat(registration.status().holder()).isEmpty();
        assertThat(states).containsExactly(REGISTERING, CONFLICT, REGISTERED);
    }

    @Test
    void aKeyTakenBySomebodyElseIsLeftToThem() {
        run(Duration.ofSeconds(10));
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));

        etcd.put(KEY, "theirs", SOMEBODY);
        run(Duration.ofMinutes(1));

        assertThat(registration.status().state()).isEqualTo(CONFLICT);
        assertThat(etcd.entries().get(KEY).value()).isEqualTo("theirs");
    }

    @Test
    void aRaceForTheKeyIsLostWithoutHarm() {
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.beforeNextPut(() -> etcd.put(KEY, "theirs", SOMEBODY));
        run(Duration.ofSeconds(10));

        assertThat(registration.status().state()).isEqualTo(CONFLICT);
        assertThat(etcd.entries().get(KEY).value()).isEqualTo("theirs");
    }

    @Test
    void takesOverAtOnceIfToldTo() {
        registration = registration(ConflictPolicy.TAKEOVER, TTL);
        registration.register();
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put(KEY, "theirs", SOMEBODY);
        run(Duration.ofMillis(300));

        assertRegistered();
        assertThat(states).containsExactly(REGISTERING, REGISTERED);
    }

    @Test
    void givesUpIfToldToAndBeginsAgainWhenAsked() {
        registration = registration(ConflictPolicy.FAIL, TTL);
        registration.register();
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put(KEY, "theirs", SOMEBODY);
        run(Duration.ofSeconds(10));

        assertThat(registration.status().state()).isEqualTo(FAILED);
        assertThat(etcd.leases()).containsExactly(SOMEBODY);
        etcd.revokeLease(SOMEBODY);
        run(Duration.ofSeconds(10));
        assertThat(etcd.entries()).isEmpty();

        registration.register();
        run(Duration.ofSeconds(1));
        assertRegistered();
    }

    @Test
    void givesUpEvenIfItsLeaseCannotBeRevoked() {
        registration = registration(ConflictPolicy.FAIL, TTL);
        registration.register();
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put(KEY, "theirs", SOMEBODY);
        run(Duration.ofMillis(100));
        etcd.mode(Mode.REFUSING);
        run(Duration.ofSeconds(10));
        etcd.mode(Mode.UP);
        etcd.revokeLease(SOMEBODY);
        run(Duration.ofSeconds(10));

        assertThat(states).containsExactly(REGISTERING, FAILED);
        assertThat(etcd.leases()).isEmpty();
        assertThat(etcd.entries()).isEmpty();
    }

    @Test
    void anEarlierLeaseOfOursIsNoRival() {
        run(Duration.ofSeconds(10));
        Entry ours = etcd.entries().get(KEY);
        long earlier = ours.lease();
        // As after restoring an old backup: the lease of before is there again, and the one of now is not.
        etcd.revokeLease(earlier);
        run(Duration.ofSeconds(2));
        etcd.revokeLease(registration.status().lease());
        etcd.grantLease(earlier, TTL.multipliedBy(100));
        etcd.put(KEY, ours.value(), earlier);
        run(Duration.ofSeconds(2));

        assertRegistered();
        assertThat(registration.status().lease()).isNotEqualTo(earlier);
    }

    @Test
    void aKeyOverwrittenByHandIsOursEvenAfterTheLeaseIsLost() {
        run(Duration.ofSeconds(10));

        etcd.put(KEY, "by hand", 0);
        etcd.revokeLease(registration.status().lease());
        run(Duration.ofSeconds(3));

        assertRegistered();
    }
}
