package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.State;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registration does while nothing happens: its lease is renewed, and nothing else. What happens wakes it up. */
class SteadyStateTest extends RegistrationFixture {

    @ParameterizedTest
    @CsvSource({
        // Renewed after a quarter of the TTL, from 15 s on a third; a pass is up to a twentieth earlier.
        "2, 42, 126", // a pass after three quarters of the TTL
        "5, 17, 51",
        "10, 13, 26", // after 5 s
        "15, 13, 13", // for each renewal
        "60, 4, 4"
    })
    void oneRequestForEachRenewalAndAPassForEachThirdOne(long ttl, int passesAMinute, int requestsAMinute) {
        registration = registration(ConflictPolicy.WAIT, Duration.ofSeconds(ttl));
        registration.register();
        run(Duration.ofMinutes(1));
        int passes = clock.passes();
        int requests = etcd.calls.size();
        int wakeUps = clock.wakeUps();

        run(Duration.ofMinutes(4));

        assertThat(clock.passes() - passes).isBetween(passesAMinute * 7 / 2 - 2, 4 * passesAMinute + 1);
        assertThat(etcd.calls.size() - requests).isLessThanOrEqualTo(4 * requestsAMinute + 1);
        assertThat(clock.wakeUps()).isEqualTo(wakeUps);
        assertThat(etcd.watchers()).isEqualTo(1);
    }

    @Test
    void aChangedKeyWakesItUp() {
        run(Duration.ofSeconds(10));
        assertWakesUp(() -> etcd.delete(KEY));
        run(Duration.ofSeconds(1));
        assertRegistered();
        assertWakesUp(() -> etcd.put(KEY, "other", 0));
        run(Duration.ofSeconds(1));
        assertRegistered();
    }

    @Test
    void theEndOfASuspensionWakesItUp() {
        run(Duration.ofSeconds(10));
        registration.deregister(BUDGET);
        assertWakesUp(registration::register);
        registration.pause(BUDGET);
        assertWakesUp(registration::resume);
        registration.closeGate("why", BUDGET);
        assertWakesUp(registration::openGate);
        run(Duration.ofSeconds(1));
        assertRegistered();
    }

    @Test
    void aServiceThatComesWakesItUp() {
        run(Duration.ofSeconds(10));
        assertWakesUp(() -> registration.add("b", lease -> Map.of("/services/b/1", "b"), ConflictPolicy.WAIT));
        run(Duration.ofSeconds(1));
        assertThat(etcd.entries()).containsKey("/services/b/1");
    }

    @Test
    void whatCouldNotBeDeregisteredWakesItUp() {
        run(Duration.ofSeconds(10));
        etcd.mode(FakeEtcd.Mode.REFUSING);
        assertWakesUp(() -> registration.deregister(BUDGET));
        assertThat(registration.status().state()).isEqualTo(State.OFF);
    }

    private void assertWakesUp(Runnable action) {
        int before = clock.wakeUps();
        action.run();
        assertThat(clock.wakeUps()).isGreaterThan(before);
    }
}
