package io.github.etcdregistrar.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.registration.FakeEtcd.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each of these fails: a finding. */
class ReviewTest {

    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final long SOMEBODY = 77;
    private static final Timing TIMING =
            new Timing(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(1500));

    private final FakeClock clock = new FakeClock();
    private final FakeEtcd etcd = new FakeEtcd(clock, Duration.ofSeconds(1));
    private final List<String> events = new ArrayList<>();
    private Runnable whileRenewing = () -> {};
    private Duration latency = Duration.ZERO;
    private final Set<Object> watchers = new HashSet<>();
    private final Registration registration = new Registration(
            () -> new Wrapped(etcd.open()),
            TIMING,
            clock.surroundings(),
            (service, previous, status) -> events.add(service + ":" + status.state()));

    private final class Wrapped implements Registry {
        private final Registry to;

        Wrapped(Registry to) {
            this.to = to;
        }

        @Override
        public void prepare() throws RegistryUnavailableException {
            clock.advance(latency);
            to.prepare();
        }

        @Override
        public Duration grant(long lease, Duration ttl) throws RegistryUnavailableException {
            clock.advance(latency);
            return to.grant(lease, ttl);
        }

        @Override
        public Duration renew(long lease) throws LeaseLostException, RegistryUnavailableException {
            clock.advance(latency);
            Runnable now = whileRenewing;
            whileRenewing = () -> {};
            now.run();
            return to.renew(lease);
        }

        @Override
        public Map<String, Entry> read(Object reader, Set<String> keys, Runnable onChange)
                throws RegistryUnavailableException {
            clock.advance(latency);
            Map<String, Entry> found = to.read(reader, keys, onChange);
            watchers.add(reader);
            return found;
        }

        @Override
        public void unwatch(Object reader) {
            watchers.remove(reader);
            to.unwatch(reader);
        }

        @Override
        public boolean put(long lease, Map<String, String> entries, Set<String> obsolete, Map<String, Entry> found)
                throws LeaseLostException, RegistryUnavailableException {
            clock.advance(latency);
            return to.put(lease, entries, obsolete, found);
        }

        @Override
        public void revoke(long lease, Duration timeout) throws RegistryUnavailableException {
            clock.advance(latency);
            to.revoke(lease, timeout);
        }

        @Override
        public void close() {
            to.close();
        }
    }

    /** A source whose entries can be changed. */
    private static final class Source implements EntrySource {
        private Map<String, String> entries;
        private boolean changed;

        Source(String key, String value) {
            entries = Map.of(key, value);
        }

        void set(String key, String value) {
            entries = Map.of(key, value);
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

    private ServiceRegistration add(String name, ConflictPolicy policy) {
        return registration.add(name, lease -> Map.of("/" + name, name), policy);
    }

    private void run(Duration time) {
        clock.run(registration, time);
    }

    // F1
    @Test
    void failedServiceIsNotPausedForEverAfterResume() {
        add("orders", ConflictPolicy.WAIT);
        ServiceRegistration stock = add("stock", ConflictPolicy.FAIL);
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put("/stock", "theirs", SOMEBODY);
        registration.register();
        run(Duration.ofSeconds(5));
        assertThat(stock.status().state()).isEqualTo(State.FAILED);
        registration.closeGate("db is DOWN", BUDGET);
        run(Duration.ofSeconds(5));
        registration.openGate();
        run(Duration.ofMinutes(1));
        assertThat(stock.status().state()).isEqualTo(State.FAILED); // is NOT_READY, "db is DOWN", for ever
    }

    // F2
    @Test
    void aKeyThatAServiceHasLeftIsFreeForAnother() {
        Source a = new Source("/a", "A");
        Source b = new Source("/b", "B");
        ServiceRegistration sa = registration.add("A", a, ConflictPolicy.WAIT);
        ServiceRegistration sb = registration.add("B", b, ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        a.set("/c", "A");
        run(Duration.ofSeconds(10));
        assertThat(etcd.entries()).containsOnlyKeys("/b", "/c");
        b.set("/a", "B"); // A left it long ago
        run(Duration.ofMinutes(10));
        assertThat(sb.status().problem()).isEmpty();
        assertThat(etcd.entries()).containsOnlyKeys("/a", "/c");
    }

    // F2b
    @Test
    void swap() {
        Source a = new Source("/a", "A");
        Source b = new Source("/b", "B");
        registration.add("A", a, ConflictPolicy.WAIT);
        registration.add("B", b, ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        a.set("/b", "A");
        b.set("/a", "B");
        run(Duration.ofMinutes(10));
        assertThat(registration.status().problem().map(Problem::code)).hasValue(ProblemCode.NOTHING_TO_REGISTER);
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(etcd.entries()).containsOnlyKeys("/a", "/b");
    }

    // F3
    @Test
    void noServiceDeletesTheKeyOfAnother() {
        Source a = new Source("/a", "A");
        Source b = new Source("/b", "B");
        ServiceRegistration sb = registration.add("B", b, ConflictPolicy.WAIT); // before A
        registration.add("A", a, ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        registration.pause(BUDGET); // or a lost lease
        a.set("/c", "A");
        b.set("/a", "B");
        registration.resume();
        run(Duration.ofSeconds(3));
        etcd.history().clear();
        run(Duration.ofMinutes(1));
        assertThat(etcd.history()).isEmpty(); // put and delete of /a, for ever
        assertThat(sb.status().isRegistered()).isTrue();
    }

    // F3 by a lost lease
    @Test
    void noServiceDeletesTheKeyOfAnotherAfterALostLease() {
        Source a = new Source("/a", "A");
        Source b = new Source("/b", "B");
        ServiceRegistration sb = registration.add("B", b, ConflictPolicy.WAIT); // before A
        registration.add("A", a, ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        etcd.mode(Mode.REFUSING);
        run(Duration.ofSeconds(2));
        a.set("/c", "A");
        b.set("/a", "B");
        etcd.wipe();
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(3));
        etcd.history().clear();
        run(Duration.ofMinutes(1));
        assertThat(etcd.history()).isEmpty();
        assertThat(sb.status().isRegistered()).isTrue();
    }

    // F4
    @Test
    void registerDuringARenewalIsNoInternalError() {
        add("orders", ConflictPolicy.WAIT);
        ServiceRegistration stock = add("stock", ConflictPolicy.FAIL);
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put("/stock", "theirs", SOMEBODY);
        registration.register();
        run(Duration.ofSeconds(5));
        assertThat(stock.status().state()).isEqualTo(State.FAILED);
        List<Problem> problems = new ArrayList<>();
        whileRenewing = () -> {
            etcd.revokeLease(SOMEBODY);
            registration.register();
        };
        for (int i = 0; i < 200; i++) {
            clock.advance(Duration.ofMillis(10));
            registration.step();
            registration
                    .status()
                    .problem()
                    .filter(p -> p.code() == ProblemCode.INTERNAL_ERROR)
                    .ifPresent(problems::add);
        }
        assertThat(problems).isEmpty();
    }

    // F5
    @Test
    void whatOneCannotPutForLackOfSpaceLosesNoOther() {
        Source a = new Source("/orders", "1");
        registration.add("orders", a, ConflictPolicy.WAIT);
        ServiceRegistration invoices = add("invoices", ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        etcd.outOfSpace(true);
        a.set("/orders", "2");
        run(Duration.ofSeconds(2));
        // EtcdRegistry drops the connection after this answer, which ends the watch of invoices.
        etcd.put("/invoices", "invoices", registration.status().lease());
        run(Duration.ofSeconds(30));
        assertThat(etcd.entries().get("/invoices").lease())
                .isEqualTo(registration.status().lease());
        assertThat(invoices.status().state()).isEqualTo(State.REGISTERED);
    }

    // F6
    @Test
    void manyServicesAreRegisteredInASlowEtcd() {
        latency = Duration.ofMillis(200);
        for (int i = 0; i < 12; i++) {
            add("service" + i, ConflictPolicy.WAIT);
        }
        registration.register();
        run(Duration.ofMinutes(5));
        System.out.println("F6 granted "
                + etcd.history().stream().map(FakeEtcd.Change::lease).distinct().count());
        assertThat(registration.status().isRegistered()).isTrue();
    }

    // F7
    @Test
    void anObserverThatThrowsAnErrorSilencesNobody() {
        List<String> told = new ArrayList<>();
        Registration other = new Registration(etcd::open, TIMING, clock.surroundings(), (service, previous, status) -> {
            told.add(service + ":" + status.state());
            if (told.size() == 1) {
                throw new AssertionError("an observer's assert");
            }
        });
        other.add("orders", lease -> Map.of("/orders", "value"), ConflictPolicy.WAIT);
        other.register();
        for (int i = 0; i < 100; i++) {
            try {
                clock.advance(Duration.ofMillis(100));
                other.step();
            } catch (AssertionError e) {
                // As Loop does.
            }
        }
        assertThat(other.status().isRegistered()).isTrue();
        assertThat(told).containsExactly("orders:REGISTERING", "orders:REGISTERED");
    }

    // F8
    @Test
    void noWatchOutlivesItsService() {
        registration.register();
        for (int i = 0; i < 20; i++) {
            ServiceRegistration job = add("job", ConflictPolicy.WAIT);
            run(Duration.ofSeconds(2));
            assertThat(job.status().isRegistered()).isTrue();
            job.close(BUDGET);
            run(Duration.ofSeconds(2));
            assertThat(registration.services()).isEmpty();
        }
        assertThat(watchers).hasSizeLessThanOrEqualTo(1);
    }

    // F9
    @Test
    void whatWasClosedWhileEtcdIsAwayCanBeAddedAgain() {
        add("orders", ConflictPolicy.WAIT);
        ServiceRegistration job = add("job", ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        etcd.mode(Mode.REFUSING);
        job.close(BUDGET);
        add("job", ConflictPolicy.WAIT); // IllegalArgumentException
    }

    // F11
    @Test
    void aServiceThatThrowsSomethingElseHoldsUpNoOther() {
        Map<String, String> bad = new HashMap<>();
        bad.put("/bad", null);
        registration.add("bad", lease -> bad, ConflictPolicy.WAIT);
        ServiceRegistration orders = add("orders", ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(30));
        assertThat(orders.status().isRegistered()).isTrue();
    }

    // F12
    @Test
    void closeKeepsToItsBudget() {
        registration.add("orders", lease -> Map.of("/orders", "value"), ConflictPolicy.WAIT);
        ServiceRegistration job = add("job", ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        latency = Duration.ofMillis(900);
        long start = clock.nanos();
        job.close(Duration.ofMillis(100));
        assertThat(Duration.ofNanos(clock.nanos() - start)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    // F13
    @Test
    void aClosedServiceThatCannotBeTakenOutDoesNotMakeAllLost() {
        add("orders", ConflictPolicy.WAIT);
        ServiceRegistration job = add("job", ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        etcd.forbid("/job");
        job.close(BUDGET);
        run(Duration.ofMinutes(1));
        System.out.println("F13 " + registration.status() + " events " + events);
        assertThat(registration.status().isRegistered()).isTrue();
    }

    // F14
    @Test
    void whileItIsBeingTakenOutAServiceIsNotSaidToBeRegistered() {
        add("orders", ConflictPolicy.WAIT);
        ServiceRegistration job = add("job", ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        etcd.beforeNextPut(() -> etcd.mode(Mode.LOSING_ANSWERS));
        job.close(BUDGET);
        assertThat(etcd.entries()).containsOnlyKeys("/orders");
        assertThat(job.status().isRegistered()).isFalse();
    }

    // F15: requests of a closed service that can never be taken out
    @Test
    void paceOfAClosedServiceThatCannotBeTakenOut() {
        add("orders", ConflictPolicy.WAIT);
        ServiceRegistration job = add("job", ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        etcd.forbid("/job");
        job.close(BUDGET);
        int[] failures = {0};
        int steps = 0;
        etcd.calls.clear();
        long start = clock.nanos();
        while (clock.nanos() - start < Duration.ofMinutes(1).toNanos()) {
            clock.advance(registration.step());
            steps++;
        }
        System.out.println("F15 steps a minute " + steps + ", other calls " + etcd.calls.size());
        assertThat(steps).isLessThan(90);
    }

    // F16: nothing of it was ever put
    @Test
    void aServiceThatWasNeverPermittedCanBeClosed() {
        add("orders", ConflictPolicy.WAIT);
        ServiceRegistration job = add("job", ConflictPolicy.WAIT);
        etcd.forbid("/job");
        registration.register();
        run(Duration.ofSeconds(2));
        job.close(BUDGET);
        run(Duration.ofMinutes(1));
        System.out.println("F16 " + registration.status().state() + " "
                + registration.services().keySet());
        assertThat(registration.services()).containsOnlyKeys("orders");
    }

    // F17
    @Test
    void aServiceThatCouldNotMoveIsTakenOutWhereItStands() {
        Source job = new Source("/job", "1");
        add("orders", ConflictPolicy.WAIT);
        ServiceRegistration moving = registration.add("job", job, ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        etcd.forbid("/elsewhere");
        job.set("/elsewhere", "1");
        run(Duration.ofSeconds(3));
        moving.close(BUDGET);
        run(Duration.ofMinutes(1));
        assertThat(etcd.entries()).containsOnlyKeys("/orders"); // /job stands for ever
    }

    // F18: pause while a step is between two lines; the race of close() without the lock is the same
    @Test
    void lostBeforeClose() {
        add("orders", ConflictPolicy.WAIT);
        ServiceRegistration job = add("job", ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(2));
        etcd.mode(Mode.SILENT);
        run(Duration.ofSeconds(10));
        job.close(BUDGET);
        registration.pause(BUDGET);
        registration.resume();
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(10));
        assertThat(job.status().state()).isEqualTo(State.STOPPED);
        assertThat(etcd.entries()).containsOnlyKeys("/orders");
        assertThat(etcd.leases()).hasSize(1);
        assertThat(registration.status().isRegistered()).isTrue();
    }

    // F6b: the loop is taken for dead (liveness DOWN) after 10 request timeouts and 10 s, 20 s here
    @Test
    void aStepIsBounded() {
        latency = Duration.ofMillis(250);
        for (int i = 0; i < 15; i++) {
            add("service" + i, ConflictPolicy.WAIT);
        }
        registration.register();
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            long start = clock.nanos();
            clock.advance(registration.step());
            Duration took = Duration.ofNanos(clock.nanos() - start);
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        System.out.println("F6b longest step " + longest);
        assertThat(longest).isLessThan(Duration.ofSeconds(20));
    }

    // F6c: registered, then the connection breaks once: all are to be read again
    @Test
    void aBrokenConnectionLosesNothingInASlowEtcd() {
        for (int i = 0; i < 30; i++) {
            add("service" + i, ConflictPolicy.WAIT);
        }
        registration.register();
        run(Duration.ofSeconds(5));
        assertThat(registration.status().isRegistered()).isTrue();
        long lease = registration.status().lease();
        latency = Duration.ofMillis(200);
        etcd.mode(Mode.REFUSING); // ends all watches
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(60));
        assertThat(registration.status().lease()).isEqualTo(lease);
    }
}
