package io.github.etcdregistrar.registration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Keeps one lease alive and one claim under it, and gives both up again. Each method is one pass of bounded calls of
 * the registry; {@link Registration} says when, and lets in one thread at a time.
 */
final class LeaseKeeper {

    private static final Logger LOG = System.getLogger(Registration.class.getName());
    /** How often a claim is read and put in one pass: read, put, read again, and once more if somebody interfered. */
    private static final int CLAIM_ROUNDS = 3;

    private final Supplier<Registry> registry;
    private final Supplier<Map<String, String>> entries;
    private final ConflictPolicy policy;
    private final Timing timing;
    private final Surroundings surroundings;
    private final Journal journal;
    private final BooleanSupplier wanted;
    private final Runnable giveUp;
    private final LeaseIds leaseIds;

    private Lease lease;
    private Claim claim;
    /** The claim under the lease before this one. */
    private Claim previous;
    /** Whether the keys have been read and judged, and are being watched. */
    private boolean settled;
    /** When it was last known how the keys stand. */
    private long judged;
    /** Set by the registry when the keys may have changed since they were last read; a new one for each reading. */
    private AtomicBoolean changed = new AtomicBoolean();

    /**
     * Makes a keeper that holds nothing.
     *
     * @param wanted whether the registration is still wanted; asked before everything that would leave something in
     *     etcd
     * @param giveUp makes it not wanted any more; the lease is to be released then
     */
    LeaseKeeper(
            Supplier<Registry> registry,
            Supplier<Map<String, String>> entries,
            ConflictPolicy policy,
            Timing timing,
            Surroundings surroundings,
            Journal journal,
            BooleanSupplier wanted,
            Runnable giveUp) {
        this.registry = registry;
        this.entries = entries;
        this.policy = policy;
        this.timing = timing;
        this.surroundings = surroundings;
        this.journal = journal;
        this.wanted = wanted;
        this.giveUp = giveUp;
        this.leaseIds = new LeaseIds(surroundings.random());
    }

    /** Whether there is a lease to renew or to revoke. It may have been granted even if we were not told so. */
    boolean hasLease() {
        return lease != null;
    }

    /** Whether the keys may have changed since they were judged. */
    boolean isDisturbed() {
        return changed.get();
    }

    /** How long the lease lives if it is not renewed. */
    Duration remaining() {
        return lease == null ? Duration.ZERO : lease.remaining(now());
    }

    /** When the lease is to be renewed; now if there is none yet. */
    long renewalDueNanos() {
        return lease == null || !lease.isGranted() ? now() : lease.renewalDueNanos();
    }

    /** Begins anew: the keys are to be read and judged again, whatever is known of them. */
    void unsettle() {
        settled = false;
    }

    /**
     * Says so if the lease has run out by our own clock, or if for as long as that it could not be seen how the keys
     * stand. The lease is kept: etcd, restarted, may have kept it too.
     */
    void noteExpiry() {
        if (lease == null || !lease.isGranted()) {
            return;
        }
        boolean blind =
                (!settled || changed.get()) && now() - judged >= lease.ttl().toNanos();
        if (blind || remaining().isZero()) {
            settled = false;
            lost((blind ? "It could not be read for " : "It was not renewed for ")
                    + lease.ttl().toSeconds() + " s: "
                    + journal.status().problem().map(Problem::toString).orElse("this process did not run"));
        }
    }

    /**
     * Has a living lease and the claim under it, or says in the journal who is in the way.
     *
     * @param renew whether the lease is due to be renewed
     */
    void hold(boolean renew) throws RegistryUnavailableException {
        try {
            keepLease(renew);
            keepClaim();
        } catch (LeaseLostException e) {
            loseLease(e);
            try {
                keepLease(renew);
                keepClaim();
            } catch (LeaseLostException again) {
                loseLease(again);
                throw unavailable(ProblemCode.ETCD_ERROR, "a lease was lost as soon as it was granted", again);
            }
        }
    }

    /** Revokes the lease, if there is one, and with it deletes what is claimed. */
    void release(Duration timeout) throws RegistryUnavailableException {
        if (lease != null) {
            // Gone as soon as etcd has it, which is before its answer is here: from now on REGISTERED would be a guess.
            journal.noLease();
            registry.get().revoke(lease.id, timeout);
            forgetLease();
        }
    }

    private void keepLease(boolean renew) throws LeaseLostException, RegistryUnavailableException {
        if (!wanted.getAsBoolean()) {
            return;
        }
        if (lease == null) {
            registry.get().prepare();
            // That can take seconds. If we are to stop meanwhile, there must be nothing left to revoke.
            if (!wanted.getAsBoolean()) {
                return;
            }
            lease = new Lease(leaseIds.next());
        }
        long sent = now();
        if (!lease.isGranted()) {
            lease.renewed(sent, registry.get().grant(lease.id, timing.ttl()));
            LOG.log(
                    Level.DEBUG,
                    "Granted lease {0} of {1} s",
                    LeaseIds.format(lease.id),
                    lease.ttl().toSeconds());
            journal.ttlDiffers(timing.differsFrom(lease.ttl()));
        } else if (renew) {
            lease.renewed(sent, registry.get().renew(lease.id));
            LOG.log(
                    Level.DEBUG,
                    "Renewed lease {0} of {1} s",
                    LeaseIds.format(lease.id),
                    lease.ttl().toSeconds());
        }
        journal.lease(lease);
    }

    private void keepClaim() throws LeaseLostException, RegistryUnavailableException {
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
            claim = new Claim(describe(), previous);
            journal.keys(claim.values().keySet());
        }
        for (int round = 0; round < CLAIM_ROUNDS && wanted.getAsBoolean(); round++) {
            Map<String, Entry> found = read();
            if (!wanted.getAsBoolean()) {
                return;
            }
            judged = now();
            if (claim.isHeld(lease.id, found)) {
                settled = true;
                journal.change(State.REGISTERED, "Registered " + keys() + " under lease " + LeaseIds.format(lease.id));
                return;
            }
            lost(found.isEmpty() ? "It was deleted." : "It was overwritten.");
            Optional<Entry> rival = claim.rival(leaseIds::isOurs, found);
            if (rival.isPresent() && policy != ConflictPolicy.TAKEOVER) {
                yieldTo(rival.get());
                return;
            }
            if (wanted.getAsBoolean() && registry.get().put(lease.id, claim.values(), found)) {
                rival.ifPresent(other -> LOG.log(Level.WARNING, "Taken over: {0}", describe(other)));
            }
        }
        if (wanted.getAsBoolean()) {
            throw unavailable(ProblemCode.KEY_CONTESTED, keys() + " is changed by somebody else all the time", null);
        }
    }

    /** What to register. What goes wrong here is the application's or the machine's. */
    private Map<String, String> describe() throws RegistryUnavailableException {
        Map<String, String> described;
        try {
            described = entries.get();
        } catch (RuntimeException | LinkageError e) {
            boolean ours = e instanceof IllegalStateException && e.getMessage() != null;
            throw unavailable(ProblemCode.NOTHING_TO_REGISTER, ours ? e.getMessage() : e.toString(), e);
        }
        EntryLimits.check(described);
        return described;
    }

    private static RegistryUnavailableException unavailable(ProblemCode code, String message, Throwable cause) {
        return new RegistryUnavailableException(new Problem(code, message), cause);
    }

    private Map<String, Entry> read() throws RegistryUnavailableException {
        // A flag of its own for each reading: what an earlier watch still reports is no news.
        AtomicBoolean flag = new AtomicBoolean();
        changed = flag;
        return registry.get().read(claim.values().keySet(), () -> flag.set(true));
    }

    private void yieldTo(Entry rival) {
        Problem held = new Problem(ProblemCode.KEY_HELD, describe(rival));
        journal.conflict(rival, held);
        if (policy == ConflictPolicy.FAIL) {
            giveUp.run();
            journal.change(State.FAILED, "Given up. " + held);
        } else {
            settled = true;
            journal.change(State.CONFLICT, "Waiting. " + held);
        }
    }

    private static String describe(Entry rival) {
        String owner = rival.lease() == 0 ? "without a lease" : "under lease " + LeaseIds.format(rival.lease());
        return rival.key() + " is held by somebody else, " + owner + ", since revision " + rival.createRevision();
    }

    private void loseLease(LeaseLostException e) {
        lost(e.getMessage() + ".");
        forgetLease();
    }

    private void lost(String why) {
        if (journal.state() == State.REGISTERED) {
            journal.change(State.LOST, "Lost the registration of " + keys() + ". " + why);
        }
    }

    private void forgetLease() {
        lease = null;
        if (claim != null) {
            previous = claim;
            claim = null;
        }
        settled = false;
        journal.noLease();
    }

    private String keys() {
        return String.join(", ", journal.status().keys());
    }

    private long now() {
        return surroundings.nanoTime().getAsLong();
    }
}
