package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.State.REGISTERED;
import static io.github.etcdregistrar.State.REGISTERING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.internal.registration.FakeStore.Change;
import io.github.etcdregistrar.testing.LogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A registration whose entries change while it is registered. */
abstract class RegistrationMoveFixture {

    static final Duration TTL = Duration.ofSeconds(5);
    /** Long enough for the next pass that renews. */
    static final Duration RENEWAL = Duration.ofSeconds(4);

    static final Duration BUDGET = Duration.ofSeconds(2);
    static final long SOMEBODY = 77;
    static final String OLD = "/services/a/10.0.0.5";
    static final String NEW = "/services/a/10.0.0.6";

    final FakeClock clock = new FakeClock();
    final FakeEtcd etcd = new FakeEtcd(clock, Duration.ofSeconds(1));
    final LogLines log = LogLines.of(Registration.class);
    final List<State> states = new ArrayList<>();
    final Source source = new Source();
    Registration registration;
    Entry before;

    /** The address, as it were. */
    static final class Source implements EntrySource {
        Map<String, String> entries = Map.of(OLD, "value");
        Map<String, String> told;
        boolean broken;
        int questions;

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

    void registerWith(ConflictPolicy policy) {
        if (registration != null) {
            registration.stop(BUDGET);
        }
        source.become(OLD, "value");
        registration = new Registration(
                etcd::open,
                new Timing(TTL, TTL.dividedBy(5), Duration.ofMillis(1500)),
                clock.timeAndRandom(),
                (service, previous, status) -> states.add(status.state()),
                clock::wakeUp);
        registration.add("a", source, policy);
        registration.register();
        run(Duration.ofSeconds(1));
        before = etcd.entries().get(OLD);
        assertThat(states).endsWith(REGISTERING, REGISTERED);
        states.clear();
        log.all().clear();
        etcd.history().clear();
    }

    void putTheirs(String key) {
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put(key, "theirs", SOMEBODY);
    }

    void assertMoved() {
        assertThat(registration.status().state()).isEqualTo(REGISTERED);
        assertThat(registration.status().keys()).containsExactly(NEW);
        assertThat(registration.status().lease()).isEqualTo(before.lease());
        assertThat(etcd.entries()).containsOnlyKeys(NEW);
        assertThat(etcd.entries().get(NEW).value()).isEqualTo("new value");
        assertThat(etcd.entries().get(NEW).lease()).isEqualTo(before.lease());
    }

    void assertNeverWithout() {
        assertThat(etcd.history()).extracting(Change::key).containsExactly(NEW, OLD);
    }

    void run(Duration time) {
        clock.run(registration, time);
    }
}
