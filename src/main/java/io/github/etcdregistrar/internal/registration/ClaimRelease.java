package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Deletes what one service has claimed, while others stay under the lease. */
final class ClaimRelease {

    private static final Logger LOG = System.getLogger(Registration.class.getName());
    /** How often it is read and deleted, and read again. */
    private static final int ROUNDS = 3;

    private final EtcdClient registry;
    private final Object reader;
    private final Predicate<Entry> isOurs;
    private final ServiceState journal;

    /**
     * Deletes nothing yet.
     *
     * @param reader for whom the keys are read
     * @param isOurs whether an entry may be deleted
     */
    ClaimRelease(EtcdClient registry, Object reader, Predicate<Entry> isOurs, ServiceState journal) {
        this.registry = registry;
        this.reader = reader;
        this.isOurs = isOurs;
        this.journal = journal;
    }

    /**
     * Deletes all at once; or, if that is not permitted, each key by itself, so that one of them keeps no other there.
     *
     * @param nothing a claim of nothing after that of the service, so that all its keys are obsolete
     * @param inTime asked before something is deleted; if there is no time, it is left to the next call
     * @return whether nothing of it is left
     */
    boolean isDone(Claim nothing, long lease, BooleanSupplier inTime)
            throws LeaseLostException, EtcdUnavailableException {
        Set<String> keys = nothing.keys();
        try {
            return delete(nothing, keys, lease, inTime);
        } catch (EtcdUnavailableException e) {
            if (keys.size() > 1 && Problems.isOfOneService(e.problem())) {
                for (String key : keys) {
                    try {
                        delete(nothing, Set.of(key), lease, inTime);
                    } catch (EtcdUnavailableException again) {
                        LOG.log(Level.DEBUG, key + " stays", again);
                    }
                }
            }
            throw e;
        }
    }

    private boolean delete(Claim nothing, Set<String> keys, long lease, BooleanSupplier inTime)
            throws LeaseLostException, EtcdUnavailableException {
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Entry> found = registry.read(reader, keys, () -> {});
            Set<String> leftovers = nothing.leftovers(isOurs, found);
            if (leftovers.isEmpty()) {
                return true;
            }
            if (!inTime.getAsBoolean()) {
                return false;
            }
            journal.noLease(); // Gone as soon as etcd has it, which is before its answer is here.
            registry.put(lease, Map.of(), leftovers, found);
        }
        throw EtcdUnavailableException.contested(keys);
    }
}
