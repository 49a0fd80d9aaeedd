package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reconciles one claim with etcd: reads and watches its keys, finds conflicting owners, puts what is missing, and
 * changes the claim when the desired entries change.
 */
final class ClaimManager {

    private static final Logger LOG = System.getLogger(Registration.class.getName());
    /** The most rounds of one pass: read, put, read again, and once more after interference. */
    static final int ROUNDS = 3;

    private final Supplier<EtcdClient> client;
    private final ValidatedEntrySource source;
    private final ConflictPolicy policy;
    private final LongPredicate isOurLease;
    private final ServiceState serviceState;
    private final BooleanSupplier isDesired;
    private final Runnable giveUp;

    /** Reads and watches the keys. */
    final KeyObserver observer;

    private Claim claim;
    /** The claim under the lease before this one. */
    private Claim previous;
    /** The last claim that was verified in etcd; stays the old one until the new keys are there. */
    private Claim verifiedClaim;
    /** Whether the desired entries may differ from the claim. */
    private boolean entriesMayHaveChanged;
    /** Whether etcd may hold a key of this claim. */
    private boolean mayExist;

    private boolean releasePending;

    /**
     * Makes a manager without a claim.
     *
     * @param isDesired whether the claim is still desired; asked before every request that would leave something in
     *     etcd
     * @param giveUp makes the claim undesired
     * @param onChange called by any thread when a key may have changed
     */
    ClaimManager(
            Supplier<EtcdClient> client,
            ValidatedEntrySource source,
            ConflictPolicy policy,
            LongPredicate isOurLease,
            LongSupplier nanoTime,
            ServiceState serviceState,
            BooleanSupplier isDesired,
            Runnable giveUp,
            Runnable onChange) {
        this.client = client;
        this.source = source;
        this.policy = policy;
        this.isOurLease = isOurLease;
        this.observer = new KeyObserver(client, nanoTime, onChange);
        this.serviceState = serviceState;
        this.isDesired = isDesired;
        this.giveUp = giveUp;
    }

    /** Whether this service claims a key, or claimed it and has not released it yet. */
    boolean owns(String key) {
        return claim != null && claim.owns(key);
    }

    /** Whether etcd holds nothing of this service. */
    boolean isEmpty() {
        return claim == null;
    }

    /** Whether a release has begun and is not complete; it is retried with the next scheduled attempt. */
    boolean isReleasePending() {
        return releasePending;
    }

    /** Forgets the lease and the claim under it: the next claim starts anew. */
    void forgetLease() {
        if (claim != null) {
            previous = claim;
            claim = null;
        }
        verifiedClaim = null;
        mayExist = false;
        entriesMayHaveChanged = false;
        observer.verifyAgain();
    }

    /**
     * Puts the claim under the lease unless it is there, or records the conflicting owner.
     *
     * @param renewed whether the lease has just been renewed: then the desired entries are asked for, too
     */
    void ensure(long lease, boolean renewed) throws LeaseLostException, EtcdUnavailableException {
        try {
            if (renewed && claim != null) {
                applyChanges(lease);
            }
        } finally {
            // Whatever applyChanges() throws, the claim of before is kept.
            ensureKeys(lease);
        }
    }

    /**
     * Deletes the keys of this claim, and no key of another owner.
     *
     * @param inTime asked before each deletion; the next call does what is left
     */
    void release(long lease, BooleanSupplier inTime) throws LeaseLostException, EtcdUnavailableException {
        if (claim == null) {
            return;
        }
        Claim emptyClaim = new Claim(Map.of(), claim);
        verifiedClaim = null;
        observer.ignoreChanges();
        releasePending = true;
        if (!mayExist
                || new ClaimRelease(client.get(), observer, this::isOurs, serviceState)
                        .releaseAll(emptyClaim, lease, inTime)) {
            observer.unwatch();
            serviceState.clearLease();
            claim = null;
            previous = null;
            mayExist = false;
            releasePending = false;
        }
    }

    /** Whether an entry belongs to this service: it is under our lease, and no other service of ours has put it. */
    private boolean isOurs(Entry entry) {
        return isOurLease.test(entry.lease()) && !source.isOfAnother(entry.key());
    }

    private void applyChanges(long lease) throws EtcdUnavailableException {
        if (!isDesired.getAsBoolean()) {
            return;
        }
        entriesMayHaveChanged |= source.hasChanged();
        if (entriesMayHaveChanged) {
            Map<String, String> entries = source.entries(lease);
            entriesMayHaveChanged = false;
            if (!entries.equals(claim.values())) {
                claim = new Claim(entries, claim);
                observer.verifyAgain();
            }
        }
    }

    private void ensureKeys(long lease) throws LeaseLostException, EtcdUnavailableException {
        // 1. Nothing to do while the watch is silent.
        if (observer.isVerified()) {
            observer.markObserved();
            return;
        }
        observer.verifyAgain();
        if (!isDesired.getAsBoolean()) {
            return;
        }
        // 2. Ask what to register, now that etcd has answered: the route to it tells our address.
        if (claim == null) {
            claim = new Claim(source.entries(lease), previous);
            serviceState.keys(claim.values().keySet());
        }
        for (int round = 0; round < ROUNDS && isDesired.getAsBoolean(); round++) {
            // 3. Read the keys, and watch them from that revision on.
            Map<String, Entry> found = observer.read(claim.keys());
            if (!isDesired.getAsBoolean()) {
                return;
            }
            // 4. Done, if etcd holds the claim.
            if (claim.isHeld(lease, this::isOurs, found)) {
                registered(lease);
                return;
            }
            // 5. Say so, if what was registered is not there any more.
            if (verifiedClaim != null && verifiedClaim.stands(lease, found)) {
                observer.markObserved(); // The new keys are not there yet, but those of before are.
            } else if (verifiedClaim != null) {
                boolean gone = Collections.disjoint(verifiedClaim.values().keySet(), found.keySet());
                serviceState.markLost(gone ? "It was deleted." : "It was overwritten.");
            }
            // 6. Wait, or give up, if a key has another owner.
            Optional<Entry> owner = claim.conflictingOwner(isOurLease, found);
            if (owner.isPresent() && policy != ConflictPolicy.TAKEOVER) {
                waitForOwner(owner.get());
                return;
            }
            // 7. Put in one transaction that compares what was read; then read again.
            if (isDesired.getAsBoolean()) {
                mayExist = true;
                if (client.get().put(lease, claim.values(), claim.leftovers(this::isOurs, found), found)) {
                    owner.ifPresent(other -> LOG.log(
                            Level.WARNING,
                            "Taken over: {0}",
                            Problems.keyHeld(other).message()));
                }
            }
        }
        if (isDesired.getAsBoolean()) {
            throw EtcdUnavailableException.contested(claim.values().keySet());
        }
    }

    private void markVerified() {
        observer.markVerified();
        serviceState.keys(claim.values().keySet());
    }

    private void registered(long lease) {
        String before = keys();
        boolean moved = verifiedClaim != null && verifiedClaim != claim && serviceState.state() == State.REGISTERED;
        verifiedClaim = claim;
        mayExist = true;
        markVerified();
        if (moved) {
            String change = keys().equals(before) ? " with another value" : " instead of " + before;
            LOG.log(Level.INFO, "Registered {0}{1}", keys(), change);
        }
        serviceState.change(State.REGISTERED, "Registered " + keys() + " under lease " + LeaseIds.format(lease));
    }

    private void waitForOwner(Entry owner) throws EtcdUnavailableException {
        Problem problem = policy == ConflictPolicy.WAIT && source.isLeftBehind(owner)
                ? Problems.keyLeftBehind(owner, serviceState.ttl())
                : Problems.keyHeld(owner);
        serviceState.conflict(owner, problem);
        markVerified();
        if (policy == ConflictPolicy.FAIL) {
            giveUp.run();
            serviceState.change(State.FAILED, "Given up. " + problem);
        } else {
            serviceState.change(State.CONFLICT, "Waiting. " + problem);
        }
    }

    private String keys() {
        return String.join(", ", serviceState.status().keys());
    }
}
