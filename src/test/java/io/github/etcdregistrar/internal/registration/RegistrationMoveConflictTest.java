package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.State.CONFLICT;
import static io.github.etcdregistrar.State.FAILED;
import static io.github.etcdregistrar.State.REGISTERED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The key or value changes, and somebody else holds the old or the new key. */
class RegistrationMoveConflictTest extends RegistrationMoveFixture {

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
}
