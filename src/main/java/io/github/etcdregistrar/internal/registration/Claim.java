package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The keys and values of one service, which one transaction puts; and the keys of the claim before, which the same
 * transaction deletes.
 *
 * <p>A key is ours if it is under a lease of this registration, now or earlier. It is also ours if we put it and
 * somebody overwrote it without a lease: etcd keeps its create revision then. A key under any other lease belongs to
 * its owner.
 */
final class Claim {

    private final Map<String, String> values;
    private final Set<String> obsolete = new HashSet<>();
    /** The create revisions of our keys when they were last verified. */
    private final Map<String, Long> createRevisions = new HashMap<>();

    private boolean wasHeld;

    /**
     * Makes a claim.
     *
     * @param values the values by key
     * @param earlier the claim before this one, whose keys are ours; null if there is none
     */
    Claim(Map<String, String> values, Claim earlier) {
        this.values = Map.copyOf(values);
        if (earlier != null) {
            createRevisions.putAll(earlier.createRevisions);
            obsolete.addAll(earlier.values.keySet());
            if (!earlier.wasHeld) {
                obsolete.addAll(earlier.obsolete);
            }
            obsolete.removeAll(values.keySet());
        }
    }

    Map<String, String> values() {
        return values;
    }

    /** Whether a key is claimed, or is obsolete and may still exist. */
    boolean owns(String key) {
        return values.containsKey(key) || !wasHeld && obsolete.contains(key);
    }

    /** The keys to read and watch: claimed and obsolete ones. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>(values.keySet());
        keys.addAll(obsolete);
        return keys;
    }

    /** Whether etcd holds exactly this claim. Remembers the create revisions of the keys. */
    boolean isHeld(long lease, Predicate<Entry> isOurs, Map<String, Entry> found) {
        if (!stands(lease, found) || !leftovers(isOurs, found).isEmpty()) {
            return false;
        }
        values.keySet().forEach(key -> createRevisions.put(key, found.get(key).createRevision()));
        wasHeld = true;
        return true;
    }

    /** Whether every claimed key is under this lease with our value. */
    boolean stands(long lease, Map<String, Entry> found) {
        return values.entrySet().stream().allMatch(desired -> {
            Entry entry = found.get(desired.getKey());
            return entry != null && entry.lease() == lease && entry.value().equals(desired.getValue());
        });
    }

    /** The obsolete keys that still exist and are ours. */
    Set<String> leftovers(Predicate<Entry> isOurs, Map<String, Entry> found) {
        return found.values().stream()
                .filter(entry -> obsolete.contains(entry.key()) && isOurs.test(entry))
                .map(Entry::key)
                .collect(Collectors.toSet());
    }

    /** A claimed key that has another owner, if any. */
    Optional<Entry> conflictingOwner(LongPredicate isOurLease, Map<String, Entry> found) {
        return found.values().stream()
                .filter(entry -> values.containsKey(entry.key()))
                .filter(entry -> !isOurLease.test(entry.lease()) && !isOursOverwrittenByHand(entry))
                .findFirst();
    }

    private boolean isOursOverwrittenByHand(Entry entry) {
        return entry.lease() == 0 && Long.valueOf(entry.createRevision()).equals(createRevisions.get(entry.key()));
    }
}
