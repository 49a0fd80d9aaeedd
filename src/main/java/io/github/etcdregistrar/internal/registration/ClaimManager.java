package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keeps one claim under the lease that it is told: reads and judges its keys, watches them, puts what is missing, and
 * follows when something else is to be registered.
 */
final class ClaimManager {

    private static final Logger LOG = System.getLogger(Registration.class.getName());
    /** How often a claim is read and put in one pass: read, put, read again, and once more if somebody interfered. */
    private static final int ROUNDS = 3;

    private final Supplier<EtcdClient> registry;
    private final ValidatedEntrySource source;
    private final ConflictPolicy policy;
    private final LongPredicate isOurLease;
    private final LongSupplier nanoTime;
    private final ServiceState journal;
    private final BooleanSupplier wanted;
    private final Runnable giveUp;

    private Claim claim;
    /** The claim under the lease before this one. */
    private Claim previous;
    /** The claim by which the state is REGISTERED: while the registration moves, the one before. */
    private Claim held;
    /** Whether something else than the claim may have to be registered. */
    private boolean outdated;
    /** Whether anything of it may stand in etcd. */
    private boolean put;
    /** Whether it could not be withdrawn the last time. */
    private boolean stuck;
    /** Whether the keys have been read and judged, and are being watched. */
    private boolean settled;
    /** When it was last known that the keys stand as they should, or who is in the way. */
    private long judged;
    /** Set by the registry when the keys may have changed since they were last read; a new one for each reading. */
    private AtomicBoolean changed = new AtomicBoolean();

    /**
     * Makes a keeper that claims nothing.
     *
     * @param wanted whether the claim is still wanted; asked before everything that would leave something in etcd
     * @param giveUp makes it not wanted any more
     */
    ClaimManager(
            Supplier<EtcdClient> registry,
            ValidatedEntrySource source,
            ConflictPolicy policy,
            LongPredicate isOurLease,
            LongSupplier nanoTime,
            ServiceState journal,
            BooleanSupplier wanted,
            Runnable giveUp) {
        this.registry = registry;
        this.source = source;
        this.policy = policy;
        this.isOurLease = isOurLease;
        this.nanoTime = nanoTime;
        this.journal = journal;
        this.wanted = wanted;
        this.giveUp = giveUp;
    }

    /** Whether a key is claimed here, or was and may not be gone yet. */
    boolean owns(String key) {
        return claim != null && claim.owns(key);
    }

    /** Whether there is nothing of it in etcd. */
    boolean isEmpty() {
        return claim == null;
    }

    /** Whether it could not be withdrawn the last time, so that there is no hurry. */
    boolean isStuck() {
        return stuck;
    }

    /** Ends the watch, if there is one. */
    void unwatch() {
        registry.get().unwatch(this);
    }

    /** Whether the keys may have changed since they were judged. */
    boolean isDisturbed() {
        return changed.get();
    }

    /** Whether it has not been known for so long how the keys stand, or they could not be put. */
    boolean isUnsureFor(Duration time) {
        return (!settled || changed.get()) && now() - judged >= time.toNanos();
    }

    /** The keys are to be read and judged again, whatever is known of them. */
    void unsettle() {
        settled = false;
    }

    /** The lease is gone, and what was claimed under it: the next claim begins anew. */
    void forgetLease() {
        if (claim != null) {
            previous = claim;
            claim = null;
        }
        held = null;
        put = false;
        outdated = false;
        settled = false;
    }

    /** What was registered is not, or cannot be known to be. */
    void lost(String why) {
        if (journal.state() == State.REGISTERED) {
            journal.change(State.LOST, "Lost the registration of " + keys() + ". " + why);
        }
    }

    /**
     * Has the claim under the lease, or says in the journal who is in the way.
     *
     * @param renewed whether the lease has just been renewed, so that it is time to ask what is to be registered
     */
    void hold(long lease, boolean renewed) throws LeaseLostException, EtcdUnavailableException {
        try {
            if (renewed && claim != null) {
                follow(lease);
            }
        } finally {
            // Whatever follow() throws, what is registered is kept.
            keep(lease);
        }
    }

    /**
     * Deletes what is claimed here, and nothing that others have put there since.
     *
     * @param inTime asked before each request but the first; what is left then is left to the next call
     */
    void withdraw(long lease, BooleanSupplier inTime) throws LeaseLostException, EtcdUnavailableException {
        if (claim == null) {
            return;
        }
        Claim nothing = new Claim(Map.of(), claim);
        held = null;
        settled = false;
        stuck = true;
        changed = new AtomicBoolean();
        if (!put || new ClaimRelease(registry.get(), this, this::isOurs, journal).isDone(nothing, lease, inTime)) {
            unwatch();
            journal.noLease();
            claim = null;
            previous = null;
            put = false;
            stuck = false;
        }
    }

    /** Whether an entry is of this service: under a lease of ours, and not what another service has put there. */
    private boolean isOurs(Entry entry) {
        return isOurLease.test(entry.lease()) && !source.isOfAnother(entry.key());
    }

    private void follow(long lease) throws EtcdUnavailableException {
        if (!wanted.getAsBoolean()) {
            return;
        }
        outdated |= source.hasChanged();
        if (outdated) {
            Map<String, String> entries = source.entries(lease);
            outdated = false;
            if (!entries.equals(claim.values())) {
                claim = new Claim(entries, claim);
                settled = false;
            }
        }
    }

    private void keep(long lease) throws LeaseLostException, EtcdUnavailableException {
        if (settled && !changed.get()) {
            judged = now();
            return;
        }
        settled = false;
        if (!wanted.getAsBoolean()) {
            return;
        }
        if (claim == null) {
            // Not before etcd has answered: only then is there surely a route to it, which tells our address.
            claim = new Claim(source.entries(lease), previous);
            journal.keys(claim.values().keySet());
        }
        for (int round = 0; round < ROUNDS && wanted.getAsBoolean(); round++) {
            Map<String, Entry> found = read();
            if (!wanted.getAsBoolean()) {
                return;
            }
            if (claim.isHeld(lease, this::isOurs, found)) {
                registered(lease);
                return;
            }
            if (held != null && held.stands(lease, found)) {
                judged = now(); // What is to be registered now does not stand yet, but what was does.
            } else if (held != null) {
                boolean gone = Collections.disjoint(held.values().keySet(), found.keySet());
                lost(gone ? "It was deleted." : "It was overwritten.");
            }
            Optional<Entry> rival = claim.rival(isOurLease, found);
            if (rival.isPresent() && policy != ConflictPolicy.TAKEOVER) {
                yieldTo(rival.get());
                return;
            }
            if (wanted.getAsBoolean()) {
                put = true;
                if (registry.get().put(lease, claim.values(), claim.leftovers(this::isOurs, found), found)) {
                    rival.ifPresent(other -> LOG.log(Level.WARNING, "Taken over: {0}", describe(other)));
                }
            }
        }
        if (wanted.getAsBoolean()) {
            throw EtcdUnavailableException.contested(claim.values().keySet());
        }
    }

    private Map<String, Entry> read() throws EtcdUnavailableException {
        // A flag of its own for each reading: what an earlier watch still reports is no news.
        AtomicBoolean flag = new AtomicBoolean();
        changed = flag;
        return registry.get().read(this, claim.keys(), () -> flag.set(true));
    }

    private void settle() {
        settled = true;
        judged = now();
        journal.keys(claim.values().keySet());
    }

    private void registered(long lease) {
        String before = keys();
        boolean moved = held != null && held != claim && journal.state() == State.REGISTERED;
        held = claim;
        put = true;
        settle();
        if (moved) {
            String change = keys().equals(before) ? " with another value" : " instead of " + before;
            LOG.log(Level.INFO, "Registered {0}{1}", keys(), change);
        }
        journal.change(State.REGISTERED, "Registered " + keys() + " under lease " + LeaseIds.format(lease));
    }

    private void yieldTo(Entry rival) {
        Problem problem = new Problem(ProblemCode.KEY_HELD, describe(rival));
        journal.conflict(rival, problem);
        settle();
        if (policy == ConflictPolicy.FAIL) {
            giveUp.run();
            journal.change(State.FAILED, "Given up. " + problem);
        } else {
            journal.change(State.CONFLICT, "Waiting. " + problem);
        }
    }

    private static String describe(Entry rival) {
        String owner = rival.lease() == 0 ? "without a lease" : "under lease " + LeaseIds.format(rival.lease());
        return rival.key() + " is held by somebody else, " + owner + ", since revision " + rival.createRevision();
    }

    private String keys() {
        return String.join(", ", journal.status().keys());
    }

    private long now() {
        return nanoTime.getAsLong();
    }
}
