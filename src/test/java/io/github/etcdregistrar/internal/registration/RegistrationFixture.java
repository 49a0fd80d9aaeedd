package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.State.REGISTERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** One registration of one service on a fake clock and a fake etcd: hours pass in milliseconds. */
abstract class RegistrationFixture {

    static final Duration TTL = Duration.ofSeconds(5);
    static final Duration TIMEOUT = Duration.ofSeconds(1);
    static final Duration BUDGET = Duration.ofSeconds(2);
    static final long SOMEBODY = 77;
    static final String KEY = "/services/a/1";

    final FakeClock clock = new FakeClock();
    final FakeEtcd etcd = new FakeEtcd(clock, TIMEOUT);
    final List<State> states = new ArrayList<>();
    Registration registration = registration(ConflictPolicy.WAIT, TTL);

    @BeforeEach
    void registerDesired() {
        registration.register();
    }

    Registration registration(ConflictPolicy policy, Duration ttl) {
        states.clear();
        Registration made = registration((service, previous, status) -> states.add(status.state()), ttl);
        made.add("a", lease -> Map.of(KEY, "value"), policy);
        return made;
    }

    Registration registration(RegistrationListener listener, Duration ttl) {
        return new Registration(
                etcd::open,
                new Timing(ttl, ttl.dividedBy(5), Duration.ofMillis(1500)),
                clock.timeAndRandom(),
                listener,
                clock::wakeUp);
    }

    void assertRegistered() {
        assertThat(registration.status().state()).isEqualTo(REGISTERED);
        Entry entry = etcd.entries().get(KEY);
        assertThat(entry).isNotNull();
        assertThat(entry.value()).isEqualTo("value");
        assertThat(entry.lease()).isEqualTo(registration.status().lease());
    }

    void run(Duration time) {
        clock.run(registration, time);
    }
}
