package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An etcd in memory, on a fake clock, that can fail in every way that matters; and a history of all that was put. */
public final class FakeEtcd {

    /** How calls are answered. */
    public enum Mode {
        UP,
        /** Every call fails at once. */
        REFUSING,
        /** Every call fails after the request timeout, and nothing is done. */
        SILENT,
        /** Every call is done, but the answer does not arrive: it fails after the request timeout. */
        LOSING_ANSWERS
    }

    /** One put or delete: the value is null for a delete. */
    public record Change(long revision, String key, String value, long lease) {}

    private record Grant(long ttlNanos, long expiry) {}

    /** Something that is done the next time, and then no more. */
    private static final class Once {

        private Runnable action = () -> {};

        void run() {
            Runnable now = action;
            action = () -> {};
            now.run();
        }
    }

    private final FakeClock clock;
    private final Duration requestTimeout;
    private final Map<Long, Grant> leases = new TreeMap<>();
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, Map<Object, Runnable>> watches = new HashMap<>();
    private final List<Change> history = new ArrayList<>();
    private long revision = 1;
    private Mode mode = Mode.UP;
    private Duration shortestTtl = Duration.ofSeconds(2);
    private final Once beforeNextPut = new Once();
    private final Once duringNextRead = new Once();
    private final Once duringNextRenewal = new Once();
    private boolean spaceLeft = true;
    private Duration latency = Duration.ZERO;
    private boolean readsAnswered = true;
    private Set<String> forbidden = Set.of();
    private Runnable whilePreparing = () -> {};
    public final List<Long> calls = new ArrayList<>();
    public int openRegistries;

    public FakeEtcd(FakeClock clock, Duration requestTimeout) {
        this.clock = clock;
        this.requestTimeout = requestTimeout;
    }

    public EtcdClient open() {
        openRegistries++;
        return new Connection();
    }

    public void mode(Mode newMode) {
        mode = newMode;
        if (newMode != Mode.UP) {
            watches.keySet().stream().toList().forEach(this::notifyWatches);
        }
    }

    /** A restart: with the data kept, every lease has its full TTL again. */
    public void restart() {
        mode(Mode.REFUSING);
        leases.replaceAll((id, grant) -> new Grant(grant.ttlNanos, clock.nanos() + grant.ttlNanos));
        mode = Mode.UP;
    }

    public void wipe() {
        leases.clear();
        entries.clear();
        revision = 1;
    }

    public void outOfSpace(boolean full) {
        spaceLeft = !full;
    }

    /** How long each answer takes. */
    public void latency(Duration time) {
        latency = time;
    }

    public void whilePreparing(Runnable action) {
        whilePreparing = action;
    }

    public void readsAnswered(boolean answered) {
        readsAnswered = answered;
    }

    /** Nobody may read or write these keys, nor revoke a lease under which one of them stands. */
    public void forbid(String... keys) {
        forbidden = Set.of(keys);
    }

    public void beforeNextPut(Runnable action) {
        beforeNextPut.action = action;
    }

    public void duringNextRead(Runnable action) {
        duringNextRead.action = action;
    }

    public void duringNextRenewal(Runnable action) {
        duringNextRenewal.action = action;
    }

    /** How many readers are told of changes. */
    public long watchers() {
        return watches.values().stream()
                .flatMap(ofKey -> ofKey.keySet().stream())
                .distinct()
                .count();
    }

    public Map<String, Entry> entries() {
        expire();
        return entries;
    }

    public Set<Long> leases() {
        expire();
        return leases.keySet();
    }

    public List<Change> history() {
        return history;
    }

    public void grantLease(long id, Duration ttl) {
        leases.put(id, new Grant(ttl.toNanos(), clock.nanos() + ttl.toNanos()));
    }

    public void revokeLease(long id) {
        leases.remove(id);
        entries.values().stream()
                .filter(entry -> entry.lease() == id)
                .map(Entry::key)
                .toList()
                .forEach(this::delete);
    }

    public void put(String key, String value, long lease) {
        revision++;
        Entry before = entries.get(key);
        entries.put(key, new Entry(key, value, lease, before == null ? revision : before.createRevision(), revision));
        history.add(new Change(revision, key, value, lease));
        notifyWatches(key);
    }

    public void delete(String key) {
        revision++;
        entries.remove(key);
        history.add(new Change(revision, key, null, 0));
        notifyWatches(key);
    }

    /** The problem that a call ends with. */
    public static Problem problem(ProblemCode code) {
        return new Problem(code, "the fake etcd");
    }

    private static EtcdUnavailableException unavailable(ProblemCode code) {
        return new EtcdUnavailableException(code, problem(code).message(), null);
    }

    private void notifyWatches(String key) {
        Map<Object, Runnable> callbacks = watches.remove(key);
        if (callbacks != null) {
            callbacks.values().forEach(Runnable::run);
        }
    }

    private void expire() {
        if (mode == Mode.REFUSING) {
            return; // An etcd that is down lets nothing expire.
        }
        leases.entrySet().stream()
                .filter(lease -> lease.getValue().expiry - clock.nanos() <= 0)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::revokeLease);
    }

    private interface Call<T> {
        T run() throws LeaseLostException;
    }

    private <T> T answer(Call<T> call) throws LeaseLostException, EtcdUnavailableException {
        return answer(requestTimeout, call);
    }

    private <T> T answer(Duration timeout, Call<T> call) throws LeaseLostException, EtcdUnavailableException {
        calls.add(clock.nanos());
        expire();
        switch (mode) {
            case REFUSING -> throw unavailable(ProblemCode.CONNECTION_REFUSED);
            case SILENT -> clock.advance(timeout);
            case LOSING_ANSWERS -> {
                call.run();
                clock.advance(timeout);
            }
            default -> {
                clock.advance(latency);
                return call.run();
            }
        }
        throw unavailable(ProblemCode.TIMEOUT);
    }

    private final class Connection implements EtcdClient {

        private boolean prepared;

        @Override
        public void prepare() throws EtcdUnavailableException {
            if (prepared) {
                return;
            }
            try {
                answer(() -> null);
            } catch (LeaseLostException e) {
                throw new AssertionError(e);
            }
            prepared = true;
            whilePreparing.run();
        }

        @Override
        public Duration grant(long lease, Duration ttl) throws EtcdUnavailableException {
            try {
                return answer(() -> {
                    Duration granted = ttl.compareTo(shortestTtl) < 0 ? shortestTtl : ttl;
                    grantLease(lease, granted);
                    return granted;
                });
            } catch (LeaseLostException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Duration renew(long lease) throws LeaseLostException, EtcdUnavailableException {
            duringNextRenewal.run();
            return answer(() -> {
                Grant grant = leases.get(lease);
                if (grant == null) {
                    throw new LeaseLostException(lease);
                }
                grantLease(lease, Duration.ofNanos(grant.ttlNanos));
                return Duration.ofNanos(grant.ttlNanos);
            });
        }

        @Override
        public Map<String, Entry> read(Object reader, Set<String> keys, Runnable onChange)
                throws EtcdUnavailableException {
            duringNextRead.run();
            if (!readsAnswered || keys.stream().anyMatch(forbidden::contains)) {
                throw unavailable(ProblemCode.PERMISSION_DENIED);
            }
            try {
                return answer(() -> {
                    Map<String, Entry> found = new HashMap<>(entries);
                    found.keySet().retainAll(keys);
                    unwatch(reader);
                    keys.forEach(key ->
                            watches.computeIfAbsent(key, k -> new HashMap<>()).put(reader, onChange));
                    return found;
                });
            } catch (LeaseLostException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void unwatch(Object reader) {
            watches.values().forEach(ofKey -> ofKey.remove(reader));
        }

        @Override
        public boolean put(long lease, Map<String, String> values, Set<String> obsolete, Map<String, Entry> found)
                throws LeaseLostException, EtcdUnavailableException {
            beforeNextPut.run();
            if (values.keySet().stream().anyMatch(forbidden::contains)) {
                throw unavailable(ProblemCode.PERMISSION_DENIED);
            }
            if (!spaceLeft) {
                throw unavailable(ProblemCode.OUT_OF_SPACE);
            }
            return answer(() -> {
                if (!values.isEmpty() && !leases.containsKey(lease)) {
                    throw new LeaseLostException(lease);
                }
                boolean asFound = Stream.concat(values.keySet().stream(), obsolete.stream())
                        .allMatch(key -> Objects.equals(found.get(key), entries.get(key)));
                if (asFound) {
                    values.forEach((key, value) -> FakeEtcd.this.put(key, value, lease));
                    obsolete.forEach(FakeEtcd.this::delete);
                }
                return asFound;
            });
        }

        @Override
        public void revoke(long lease, Duration timeout) throws EtcdUnavailableException {
            if (entries.values().stream()
                    .anyMatch(entry -> entry.lease() == lease && forbidden.contains(entry.key()))) {
                throw unavailable(ProblemCode.PERMISSION_DENIED);
            }
            try {
                answer(timeout, () -> {
                    revokeLease(lease);
                    return null;
                });
            } catch (LeaseLostException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            openRegistries--;
        }
    }
}
