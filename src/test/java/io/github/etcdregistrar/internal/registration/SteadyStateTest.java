package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.State;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registration does while nothing happens: it renews, and nothing else. What happens wakes it up. */
class SteadyStateTest extends RegistrationFixture {

    @ParameterizedTest
    @CsvSource({"5, 51", "15, 13", "60, 4"}) // a quarter of the TTL, from 15 s on a third, up to a twentieth earlier
    void aPassForEachRenewalAndARequestForEachPass(long ttl, int perMinute) {
        registration = registration(ConflictPolicy.WAIT, Duration.ofSeconds(ttl));
        registration.register();
        run(Duration.ofMinutes(1));
        int passes = clock.passes();
        int requests = etcd.calls.size();
        int wakeUps = clock.wakeUps();

        run(Duration.ofMinutes(4));

        assertThat(clock.passes() - passes).isLessThanOrEqualTo(4 * perMinute + 1);
        assertThat(etcd.calls.size() - requests).isLessThanOrEqualTo(clock.passes() - passes);
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
