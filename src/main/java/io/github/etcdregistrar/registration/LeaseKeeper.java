package io.github.etcdregistrar.registration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Keeps one lease alive and one claim under it, and gives both up again. Each method is one pass of bounded calls of
 * the registry; {@link Registration} says when, and lets in one thread at a time.
 */
final class LeaseKeeper {

    private static final Logger LOG = System.getLogger(Registration.class.getName());

    private final Supplier<Registry> registry;
    private final Timing timing;
    private final Surroundings surroundings;
    private final Journal journal;
    private final BooleanSupplier wanted;
    private final LeaseIds leaseIds;
    private final ClaimKeeper claims;

    private Lease lease;

    /**
     * Makes a keeper that holds nothing.
     *
     * @param wanted whether the registration is still wanted; asked before everything that would leave something in
     *     etcd
     * @param giveUp makes it not wanted any more; the lease is to be released then
     */
    LeaseKeeper(
            Supplier<Registry> registry,
            EntrySource source,
            ConflictPolicy policy,
            Timing timing,
            Surroundings surroundings,
            Journal journal,
            BooleanSupplier wanted,
            Runnable giveUp) {
        this.registry = registry;
        this.timing = timing;
        this.surroundings = surroundings;
        this.journal = journal;
        this.wanted = wanted;
        this.leaseIds = new LeaseIds(surroundings.random());
        this.claims = new ClaimKeeper(
                registry, source, policy, leaseIds::isOurs, surroundings.nanoTime(), journal, wanted, giveUp);
    }

    /** Whether there is a lease to renew or to revoke. It may have been granted even if we were not told so. */
    boolean hasLease() {
        return lease != null;
    }

    /** Whether the keys may have changed since they were judged. */
    boolean isDisturbed() {
        return claims.isDisturbed();
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
        claims.unsettle();
    }

    /**
     * Says so if the lease has run out by our own clock, or if for as long as that it could not be seen that the keys
     * stand as they should. The lease is kept: etcd, restarted, may have kept it too.
     */
    void noteExpiry() {
        if (lease == null || !lease.isGranted()) {
            return;
        }
        boolean unsure = claims.isUnsureFor(lease.ttl());
        if (unsure || remaining().isZero()) {
            claims.unsettle();
            claims.lost((unsure ? "It could not be made sure of for " : "It was not renewed for ")
                    + lease.ttl().toSeconds() + " s: "
                    + journal.failureOr("this process did not run"));
        }
    }

    /**
     * Has a living lease and the claim under it, or says in the journal who is in the way.
     *
     * @param renew whether the lease is due to be renewed
     */
    void hold(boolean renew) throws RegistryUnavailableException {
        try {
            keepLeaseAndClaim(renew);
        } catch (LeaseLostException e) {
            loseLease(e);
            try {
                keepLeaseAndClaim(renew);
            } catch (LeaseLostException again) {
                loseLease(again);
                throw new RegistryUnavailableException(
                        ProblemCode.ETCD_ERROR, "a lease was lost as soon as it was granted", again);
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

    private void keepLeaseAndClaim(boolean renew) throws LeaseLostException, RegistryUnavailableException {
        keepLease(renew);
        if (lease != null) {
            claims.hold(lease.id, renew);
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
                    String.valueOf(lease.ttl().toSeconds()));
            journal.ttlDiffers(timing.differsFrom(lease.ttl()));
        } else if (renew) {
            lease.renewed(sent, registry.get().renew(lease.id));
            journal.renewed();
            LOG.log(
                    Level.DEBUG,
                    "Renewed lease {0} of {1} s",
                    LeaseIds.format(lease.id),
                    lease.ttl().toSeconds());
        }
        journal.lease(lease);
    }

    private void loseLease(LeaseLostException e) {
        claims.lost(e.getMessage() + ".");
        forgetLease();
    }

    private void forgetLease() {
        lease = null;
        claims.forgetLease();
        journal.noLease();
    }

    private long now() {
        return surroundings.nanoTime().getAsLong();
    }
}
