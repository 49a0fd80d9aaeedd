package io.github.etcdregistrar.registration;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * One or more keys with their values, which are put in one transaction and held together.
 *
 * <p>A key is ours when it stands under a lease of ours, this one or an earlier one, and also when it was put by us and
 * then overwritten by hand, without a lease: etcd keeps its create revision then. Under somebody else's lease it is
 * theirs, whoever made it.
 */
final class Claim {

    private final Map<String, String> values;
    /** The create revisions of our keys, as last seen when they were held. */
    private final Map<String, Long> createRevisions = new HashMap<>();

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
        }
    }

    Map<String, String> values() {
        return values;
    }

    /** Whether every key stands as it should: under this lease, with our value. Remembers their create revisions. */
    boolean isHeld(long lease, Map<String, Entry> found) {
        boolean held = values.entrySet().stream().allMatch(wanted -> {
            Entry entry = found.get(wanted.getKey());
            return entry != null && entry.lease() == lease && entry.value().equals(wanted.getValue());
        });
        if (held) {
            found.forEach((key, entry) -> createRevisions.put(key, entry.createRevision()));
        }
        return held;
    }

    /** The first of the keys that is held by somebody else, if any. */
    Optional<Entry> rival(LongPredicate isOurLease, Map<String, Entry> found) {
        return found.values().stream()
                .filter(entry -> !isOurLease.test(entry.lease()) && !isOursOverwrittenByHand(entry))
                .findFirst();
    }

    private boolean isOursOverwrittenByHand(Entry entry) {
        return entry.lease() == 0 && Long.valueOf(entry.createRevision()).equals(createRevisions.get(entry.key()));
    }
}
