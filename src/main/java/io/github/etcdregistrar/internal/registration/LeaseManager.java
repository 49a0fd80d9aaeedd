package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Keeps one lease alive and the claims of all services under it, and gives them up again. Each method is one pass of
 * bounded calls of the registry; {@link Registration} says when, and lets in one thread at a time.
 */
final class LeaseManager {

    private static final Logger LOG = System.getLogger(Registration.class.getName());

    private final Supplier<EtcdClient> registry;
    private final List<ServiceRegistration> services;
    private final Timing timing;
    private final TimeAndRandom surroundings;
    private final EventPublisher announcer;
    private final BooleanSupplier wanted;
    private final LeaseIds leaseIds;

    private Lease lease;

    /**
     * Makes a keeper that holds nothing.
     *
     * @param services those whose claims are to be under the lease; can change
     * @param wanted whether any is still wanted; asked before everything that would leave something in etcd
     */
    LeaseManager(
            Supplier<EtcdClient> registry,
            List<ServiceRegistration> services,
            Timing timing,
            TimeAndRandom surroundings,
            EventPublisher announcer,
            BooleanSupplier wanted) {
        this.registry = registry;
        this.services = services;
        this.timing = timing;
        this.surroundings = surroundings;
        this.announcer = announcer;
        this.wanted = wanted;
        this.leaseIds = new LeaseIds(surroundings.random());
    }

    /** Whether a lease is of this registration, now or earlier. */
    boolean isOurs(long someLease) {
        return leaseIds.isOurs(someLease);
    }

    /** Whether there is a lease to renew or to revoke. It may have been granted even if we were not told so. */
    boolean hasLease() {
        return lease != null;
    }

    /** Whether there is something to do before the next renewal. */
    boolean isDisturbed() {
        return services.stream().anyMatch(service -> service.claims.isDisturbed() || isToGo(service));
    }

    /** How long the lease lives if it is not renewed. */
    Duration remaining() {
        return lease == null ? Duration.ZERO : lease.remaining(now());
    }

    /** When the lease is to be renewed; now if there is none yet. */
    long renewalDueNanos() {
        return lease == null || !lease.isGranted() ? now() : lease.renewalDueNanos();
    }

    /**
     * Says so if the lease has run out by our own clock, or if for as long as that it could not be seen that the keys
     * of a service stand as they should. The lease is kept: etcd, restarted, may have kept it too.
     */
    void noteExpiry() {
        if (lease == null || !lease.isGranted()) {
            return;
        }
        boolean expired = remaining().isZero();
        for (ServiceRegistration service : wantedServices()) {
            boolean unsure = service.claims.isUnsureFor(lease.ttl());
            if (unsure || expired) {
                service.claims.unsettle();
                service.claims.lost((unsure ? "It could not be made sure of for " : "It was not renewed for ")
                        + lease.ttl().toSeconds() + " s: "
                        + service.journal.failureOr("this process did not run"));
            }
        }
    }

    /**
     * Has a living lease and the claims under it, or says in the journals who is in the way.
     *
     * @param renew whether the lease is due to be renewed
     * @return whether all is well with every service
     */
    boolean hold(boolean renew) throws EtcdUnavailableException {
        try {
            return keepLeaseAndClaims(renew);
        } catch (LeaseLostException e) {
            loseLease(e);
            try {
                return keepLeaseAndClaims(renew);
            } catch (LeaseLostException again) {
                loseLease(again);
                throw new EtcdUnavailableException(
                        ProblemCode.ETCD_ERROR, "a lease was lost as soon as it was granted", again);
            }
        }
    }

    /**
     * Revokes the lease, if there is one, and with it deletes what is claimed. Etcd refuses that to who may not touch
     * one of the keys; then what may be touched is deleted.
     */
    void release(Duration timeout) throws EtcdUnavailableException {
        if (lease == null) {
            return;
        }
        // Gone as soon as etcd has it, which is before its answer is here: from now on REGISTERED would be a guess.
        for (ServiceRegistration service : services) {
            service.journal.noLease();
        }
        long deadline = now() + timeout.toNanos();
        try {
            registry.get().revoke(lease.id, timeout);
            forgetLease();
        } catch (EtcdUnavailableException e) {
            if (e.problem().code() == ProblemCode.PERMISSION_DENIED) {
                withdrawAll(() -> now() - deadline < 0);
            }
            throw e;
        }
    }

    private void withdrawAll(BooleanSupplier inTime) {
        for (ServiceRegistration service : services) {
            if (!inTime.getAsBoolean()) {
                return; // Reading the keys takes time, too.
            }
            try {
                service.claims.withdraw(lease.id, inTime);
            } catch (LeaseLostException | EtcdUnavailableException e) {
                LOG.log(Level.DEBUG, service.name() + " stays", e); // Why is what revoking the lease failed for, too.
            }
        }
    }

    /** Deletes what one service has claimed, as far as there is time. */
    void withdraw(ServiceRegistration service, BooleanSupplier inTime) throws EtcdUnavailableException {
        try {
            service.claims.withdraw(lease.id, inTime);
        } catch (LeaseLostException e) {
            loseLease(e);
        }
    }

    private boolean keepLeaseAndClaims(boolean renew) throws LeaseLostException, EtcdUnavailableException {
        keepLease(renew);
        if (lease == null) {
            return true;
        }
        List<ServiceRegistration> well = new ArrayList<>();
        for (ServiceRegistration service : services) {
            if (renewalDueNanos() - now() <= 0) {
                keepLease(true); // Those before can have taken long.
            }
            if (keepClaim(service, renew)) {
                well.add(service);
            }
        }
        // Not before all have been asked: that etcd answers for one of them is no good news if it does not for another.
        well.forEach(service -> service.journal.noProblem());
        return well.size() == services.size();
    }

    private boolean keepClaim(ServiceRegistration service, boolean renewed)
            throws LeaseLostException, EtcdUnavailableException {
        try {
            if (!service.isWanted()) {
                service.claims.withdraw(lease.id, () -> true);
            } else if (service.journal.state().isActive()) { // or else the next step begins with it
                service.claims.hold(lease.id, renewed);
            }
            return true;
        } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
            Problem problem = Problems.of(e);
            if (!Problems.isOfOneService(problem)) {
                throw e;
            }
            service.journal.problem(ofOne(service, problem), e);
            announcer.later(listener -> listener.failed(problem.code()));
            return false;
        }
    }

    /** Says whose problem it is, unless there is no other, or it is etcd's. */
    private Problem ofOne(ServiceRegistration service, Problem problem) {
        boolean etcds = problem.code() == ProblemCode.OUT_OF_SPACE;
        return etcds || services.size() == 1
                ? problem
                : new Problem(problem.code(), service.name() + ": " + problem.message());
    }

    private void keepLease(boolean renew) throws LeaseLostException, EtcdUnavailableException {
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
            log("Granted");
        } else if (renew) {
            lease.renewed(sent, registry.get().renew(lease.id));
            log("Renewed");
            announcer.later(RegistrationListener::renewed);
        }
        Optional<Problem> differs = timing.differsFrom(lease.ttl());
        for (ServiceRegistration service : wantedServices()) {
            service.journal.lease(lease);
            service.journal.ttlDiffers(differs);
        }
    }

    private void log(String deed) {
        LOG.log(
                Level.DEBUG,
                "{0} lease {1} of {2} s",
                deed,
                LeaseIds.format(lease.id),
                String.valueOf(lease.ttl().toSeconds()));
    }

    private void loseLease(LeaseLostException e) {
        wantedServices().forEach(service -> service.claims.lost(e.getMessage() + "."));
        forgetLease();
    }

    private void forgetLease() {
        lease = null;
        for (ServiceRegistration service : services) {
            service.claims.forgetLease();
            service.journal.noLease();
        }
    }

    private static boolean isToGo(ServiceRegistration service) {
        return !service.isWanted() && !service.claims.isEmpty() && !service.claims.isStuck();
    }

    /** Of one that is to go, it is no news that its lease has run out, or gone. */
    private List<ServiceRegistration> wantedServices() {
        return services.stream().filter(ServiceRegistration::isWanted).toList();
    }

    private long now() {
        return surroundings.nanoTime().getAsLong();
    }
}
