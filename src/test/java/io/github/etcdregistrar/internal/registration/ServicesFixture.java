package io.github.etcdregistrar.internal.registration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A registration without any service yet, on a fake clock and a fake etcd. */
abstract class ServicesFixture {

    static final Duration BUDGET = Duration.ofSeconds(2);
    static final long SOMEBODY = 77;

    final FakeClock clock = new FakeClock();
    final FakeEtcd etcd = new FakeEtcd(clock, Duration.ofSeconds(1));
    /** What the listener was told last, by service. */
    final Map<String, State> states = new HashMap<>();

    final Registration registration = registration(Duration.ofSeconds(5));

    /** Entries that can be changed. */
    static final class Source implements EntrySource {

        private Map<String, String> entries;
        private boolean changed;

        Source(String key) {
            entries = Map.of(key, "value");
        }

        void moveTo(String key) {
            entries = Map.of(key, "value");
            changed = true;
        }

        @Override
        public Map<String, String> entries(long lease) {
            return entries;
        }

        @Override
        public boolean hasChanged() {
            boolean was = changed;
            changed = false;
            return was;
        }
    }

    final Registration registration(Duration ttl) {
        Timing timing = new Timing(ttl, Duration.ofSeconds(1), Duration.ofMillis(1500));
        return new Registration(etcd::open, timing, clock.timeAndRandom(), this::told, clock::wakeUp);
    }

    void told(String service, State previous, Status status) {
        states.put(service, status.state());
    }

    final ServiceRegistration add(String name) {
        return add(name, ConflictPolicy.WAIT);
    }

    /** Adds a service with a key and a value as its name. */
    final ServiceRegistration add(String name, ConflictPolicy policy) {
        return registration.add(name, lease -> Map.of("/" + name, name), policy);
    }

    final void addMany(int count) {
        for (int i = 0; i < count; i++) {
            add("service" + i);
        }
    }

    /** Has somebody else hold a key, under a lease that is revoked as {@link #SOMEBODY}'s. */
    final void takenBySomebody(String key) {
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put(key, "theirs", SOMEBODY);
    }

    final void run(Duration time) {
        clock.run(registration, time);
    }

    /** From a thread that does not hold the lock of the step that is in a call now. */
    static void onAnotherThread(Runnable action) {
        CompletableFuture.runAsync(action).orTimeout(20, SECONDS).join();
    }

    final void assertRegistered(String key) {
        assertThat(List.of(etcd.entries().get(key)))
                .extracting(Entry::lease)
                .containsExactly(registration.status().lease());
    }
}
