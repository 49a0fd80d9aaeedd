package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Deletes the keys of one service while others stay under the lease. */
final class ClaimRelease {

    private static final Logger LOG = System.getLogger(Registration.class.getName());

    private final EtcdClient client;
    private final KeyObserver observer;
    private final Predicate<Entry> isOurs;
    private final ServiceState serviceState;

    /**
     * Makes a release of the keys that one observer reads.
     *
     * @param isOurs whether an entry may be deleted
     */
    ClaimRelease(EtcdClient client, KeyObserver observer, Predicate<Entry> isOurs, ServiceState serviceState) {
        this.client = client;
        this.observer = observer;
        this.isOurs = isOurs;
        this.serviceState = serviceState;
    }

    /**
     * Deletes all keys in one transaction. If etcd does not permit that, deletes each key by itself, so that one of
     * them keeps no other.
     *
     * @param emptyClaim an empty claim after that of the service, so that all its keys are obsolete
     * @param inTime asked before each deletion; the next call does what is left
     * @return whether no key is left
     */
    boolean releaseAll(Claim emptyClaim, long lease, BooleanSupplier inTime)
            throws LeaseLostException, EtcdUnavailableException {
        Set<String> keys = emptyClaim.keys();
        try {
            return delete(emptyClaim, keys, lease, inTime);
        } catch (EtcdUnavailableException e) {
            if (keys.size() > 1 && Problems.isOfOneService(e.problem())) {
                for (String key : keys) {
                    try {
                        delete(emptyClaim, Set.of(key), lease, inTime);
                    } catch (EtcdUnavailableException again) {
                        LOG.log(Level.DEBUG, key + " stays", again);
                    }
                }
            }
            throw e;
        }
    }

    private boolean delete(Claim emptyClaim, Set<String> keys, long lease, BooleanSupplier inTime)
            throws LeaseLostException, EtcdUnavailableException {
        for (int round = 0; round < ClaimManager.ROUNDS; round++) {
            Map<String, Entry> found = observer.readIgnoringChanges(keys);
            Set<String> leftovers = emptyClaim.leftovers(isOurs, found);
            if (leftovers.isEmpty()) {
                return true;
            }
            if (!inTime.getAsBoolean()) {
                return false;
            }
            serviceState.clearLease(); // Etcd deletes before its answer arrives.
            client.put(lease, Map.of(), leftovers, found);
        }
        throw EtcdUnavailableException.contested(keys);
    }
}
