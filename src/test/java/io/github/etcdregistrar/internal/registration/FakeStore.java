package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The leases, keys and watches of a {@link FakeEtcd}, and a history of all that was put. */
class FakeStore {

    /** One put or delete: the value is null for a delete. */
    public record Change(long revision, String key, String value, long lease) {}

    private record Grant(long ttlNanos, long expiry) {}

    final FakeClock clock;
    final Map<Long, Grant> leases = new TreeMap<>();
    final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, Map<Object, Runnable>> watches = new HashMap<>();
    private final List<Change> history = new ArrayList<>();
    private long revision = 1;

    FakeStore(FakeClock clock) {
        this.clock = clock;
    }

    public List<Change> history() {
        return history;
    }

    public void wipe() {
        leases.clear();
        entries.clear();
        revision = 1;
    }

    /** The watches tell nothing any more. */
    public void unwatchAll() {
        watches.clear();
    }

    /** How many readers are told of changes. */
    public long watchers() {
        return watches.values().stream()
                .flatMap(ofKey -> ofKey.keySet().stream())
                .distinct()
                .count();
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

    /** Gives every lease its full TTL again. */
    final void renewAll() {
        leases.replaceAll((id, grant) -> new Grant(grant.ttlNanos, clock.nanos() + grant.ttlNanos));
    }

    final void renew(long id) {
        grantLease(id, Duration.ofNanos(leases.get(id).ttlNanos));
    }

    final Duration ttl(long id) {
        return Duration.ofNanos(leases.get(id).ttlNanos);
    }

    final void watch(Object reader, Set<String> keys, Runnable onChange) {
        unwatch(reader);
        keys.forEach(key -> watches.computeIfAbsent(key, k -> new HashMap<>()).put(reader, onChange));
    }

    final void unwatch(Object reader) {
        watches.values().forEach(ofKey -> ofKey.remove(reader));
    }

    /** Calls back every watch. */
    final void notifyAllWatches() {
        watches.keySet().stream().toList().forEach(this::notifyWatches);
    }

    /** Puts and deletes, if the entries are as found. */
    final boolean putIf(long lease, Map<String, String> values, Set<String> obsolete, Map<String, Entry> found) {
        boolean asFound = Stream.concat(values.keySet().stream(), obsolete.stream())
                .allMatch(key -> Objects.equals(found.get(key), entries.get(key)));
        if (asFound) {
            values.forEach((key, value) -> put(key, value, lease));
            obsolete.forEach(this::delete);
        }
        return asFound;
    }

    final void expireLeases() {
        leases.entrySet().stream()
                .filter(lease -> lease.getValue().expiry - clock.nanos() <= 0)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::revokeLease);
    }

    private void notifyWatches(String key) {
        Map<Object, Runnable> callbacks = watches.remove(key);
        if (callbacks != null) {
            callbacks.values().forEach(Runnable::run);
        }
    }
}
