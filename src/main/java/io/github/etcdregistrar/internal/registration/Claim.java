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
 * One or more keys with their values, which are put in one transaction and held together; and the keys of the claim
 * before, which are to go in the same transaction.
 *
 * <p>A key is ours when it stands under a lease of ours, this one or an earlier one, and also when it was put by us and
 * then overwritten by hand, without a lease: etcd keeps its create revision then. Under somebody else's lease it is
 * theirs, whoever made it.
 */
final class Claim {

    private final Map<String, String> values;
    private final Set<String> obsolete = new HashSet<>();
    /** The create revisions of our keys, as last seen when they were held. */
    private final Map<String, Long> createRevisions = new HashMap<>();

    private boolean wasHeld;

    /**
     * Makes a claim.
     *
     * @param values the values by key
     * @param earlier the claim that this one follows, whose keys are ours; null if there is none
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

    /** Whether a key is claimed, or is to be gone and may still be there. */
    boolean owns(String key) {
        return values.containsKey(key) || !wasHeld && obsolete.contains(key);
    }

    /** The keys to be read and watched: those wanted, and those that are to be gone. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>(values.keySet());
        keys.addAll(obsolete);
        return keys;
    }

    /** Whether all is as it should be. Remembers the create revisions of the keys. */
    boolean isHeld(long lease, Predicate<Entry> isOurs, Map<String, Entry> found) {
        if (!stands(lease, found) || !leftovers(isOurs, found).isEmpty()) {
            return false;
        }
        values.keySet().forEach(key -> createRevisions.put(key, found.get(key).createRevision()));
        wasHeld = true;
        return true;
    }

    /** Whether every key stands as it should: under this lease, with our value. */
    boolean stands(long lease, Map<String, Entry> found) {
        return values.entrySet().stream().allMatch(wanted -> {
            Entry entry = found.get(wanted.getKey());
            return entry != null && entry.lease() == lease && entry.value().equals(wanted.getValue());
        });
    }

    /** The obsolete keys that are still there and ours. What others have put there since is none of our business. */
    Set<String> leftovers(Predicate<Entry> isOurs, Map<String, Entry> found) {
        return found.values().stream()
                .filter(entry -> obsolete.contains(entry.key()) && isOurs.test(entry))
                .map(Entry::key)
                .collect(Collectors.toSet());
    }

    /** The first of the keys that is held by somebody else, if any. */
    Optional<Entry> rival(LongPredicate isOurLease, Map<String, Entry> found) {
        return found.values().stream()
                .filter(entry -> values.containsKey(entry.key()))
                .filter(entry -> !isOurLease.test(entry.lease()) && !isOursOverwrittenByHand(entry))
                .findFirst();
    }

    private boolean isOursOverwrittenByHand(Entry entry) {
        return entry.lease() == 0 && Long.valueOf(entry.createRevision()).equals(createRevisions.get(entry.key()));
    }
}
