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
 * Acquires, renews and releases one lease and the claims of all services under it. Each method is one pass of
 * bounded calls; {@link Reconciler} says when, and admits one thread at a time.
 */
final class LeaseManager {

    private static final Logger LOG = System.getLogger(Registration.class.getName());

    private final Supplier<EtcdClient> client;
    private final List<ServiceRegistration> services;
    private final Timing timing;
    private final TimeAndRandom timeAndRandom;
    private final EventPublisher publisher;
    private final BooleanSupplier desired;
    private final KeepAlive keepAlive;
    private final LeaseIds leaseIds;

    private Lease lease;

    /**
     * Makes a manager without a lease.
     *
     * @param services the services whose claims are under the lease; can change
     * @param desired whether any claim is desired; asked before every request that would leave something in etcd
     */
    LeaseManager(
            Supplier<EtcdClient> client,
            List<ServiceRegistration> services,
            Timing timing,
            TimeAndRandom timeAndRandom,
            EventPublisher publisher,
            BooleanSupplier desired,
            KeepAlive keepAlive) {
        this.client = client;
        this.services = services;
        this.timing = timing;
        this.timeAndRandom = timeAndRandom;
        this.publisher = publisher;
        this.desired = desired;
        this.keepAlive = keepAlive;
        this.leaseIds = new LeaseIds(timeAndRandom.random());
    }

    /** Whether a lease belongs to this registration, now or earlier. */
    boolean isOurs(long someLease) {
        return leaseIds.isOurs(someLease);
    }

    /** Whether there is a lease to renew or revoke. Etcd may have granted it even if the answer was lost. */
    boolean hasLease() {
        return lease != null;
    }

    /** Whether work is waiting before the next renewal. */
    boolean needsReconcile() {
        return services.stream().anyMatch(service -> service.claims.observer.hasChanged() || service.mustBeReleased());
    }

    /** How long the lease lives if it is not renewed. */
    Duration remaining() {
        return lease == null ? Duration.ZERO : lease.remaining(now());
    }

    /** When to renew the lease; now if there is none yet. */
    long renewalDueNanos() {
        return lease == null || !lease.isGranted() ? now() : lease.renewalDueNanos();
    }

    /** Lets the client renew the lease for some time, if there is one. Returns when a pass must renew it. */
    long keepAlive() {
        return lease == null || !lease.isGranted() ? now() : keepAlive.begin(lease);
    }

    /**
     * Marks services LOST whose lease has expired by our clock, or whose keys have not been verified for that long.
     * Keeps the lease: etcd may have kept it, too.
     */
    void markExpired() {
        if (lease == null || !lease.isGranted()) {
            return;
        }
        boolean expired = remaining().isZero();
        desiredServices().forEach(service -> service.markExpired(lease, expired));
    }

    /**
     * Acquires or renews the lease and puts the claims under it, or records the conflicting owners.
     *
     * @param renew whether the renewal is due
     * @return whether all services are registered as desired
     */
    boolean acquireOrRenew(boolean renew) throws EtcdUnavailableException {
        try {
            return renewLeaseAndClaims(renew);
        } catch (LeaseLostException e) {
            loseLease(e);
            try {
                return renewLeaseAndClaims(renew);
            } catch (LeaseLostException again) {
                loseLease(again);
                throw new EtcdUnavailableException(
                        ProblemCode.ETCD_ERROR, "a lease was lost as soon as it was granted", again);
            }
        }
    }

    /** Revokes the lease, if there is one, which deletes the keys; or, if etcd does not permit that, deletes each. */
    void release(Duration timeout) throws EtcdUnavailableException {
        if (lease == null) {
            return;
        }
        // Etcd revokes before its answer arrives: from now on REGISTERED would be a guess.
        for (ServiceRegistration service : services) {
            service.serviceState.clearLease();
        }
        keepAlive.end();
        long deadline = now() + timeout.toNanos();
        try {
            client.get().revoke(lease.id, timeout);
            forgetLease();
        } catch (EtcdUnavailableException e) {
            if (e.problem().code() == ProblemCode.PERMISSION_DENIED) {
                releaseClaims(() -> now() - deadline < 0);
            }
            if (lease != null) {
                throw e;
            }
        }
    }

    private void releaseClaims(BooleanSupplier inTime) {
        for (ServiceRegistration service : services) {
            if (lease == null || !inTime.getAsBoolean()) {
                return; // Reading the keys takes time, too.
            }
            try {
                releaseClaim(service, inTime);
            } catch (EtcdUnavailableException e) {
                // The failed revocation has told the reason already.
                LOG.log(Level.DEBUG, service.name() + " stays", e);
            }
        }
    }

    /** Deletes the keys of one service, as far as there is time. */
    void releaseClaim(ServiceRegistration service, BooleanSupplier inTime) throws EtcdUnavailableException {
        try {
            service.claims.release(lease.id, inTime);
        } catch (LeaseLostException e) {
            loseLease(e);
        }
    }

    private boolean renewLeaseAndClaims(boolean renew) throws LeaseLostException, EtcdUnavailableException {
        acquireOrRenewLease(renew);
        if (lease == null) {
            return true;
        }
        List<ServiceRegistration> well = new ArrayList<>();
        for (ServiceRegistration service : services) {
            if (renewalDueNanos() - now() <= 0) {
                acquireOrRenewLease(true); // The services before can have taken long.
            }
            Optional<Problem> problem = service.reconcile(lease.id, renew, services.size() == 1);
            if (problem.isEmpty()) {
                well.add(service);
            } else {
                publisher.enqueue(listener -> listener.failed(problem.get().code()));
            }
        }
        // Only after all services: an answer about one does not end the problem of another.
        well.forEach(service -> service.serviceState.clearProblem());
        return well.size() == services.size();
    }

    private void acquireOrRenewLease(boolean renew) throws LeaseLostException, EtcdUnavailableException {
        if (!desired.getAsBoolean()) {
            return;
        }
        if (lease == null) {
            client.get().prepare();
            // Loading can take seconds. A stop that comes meanwhile must find nothing to revoke.
            if (!desired.getAsBoolean()) {
                return;
            }
            lease = new Lease(leaseIds.next());
        }
        long sent = now();
        if (!lease.isGranted()) {
            lease.renewed(sent, client.get().grant(lease.id, timing.ttl()));
            log("Granted");
        } else if (renew) {
            keepAlive.end();
            lease.renewed(sent, client.get().renew(lease.id));
            log("Renewed");
            publisher.enqueue(RegistrationListener::renewed);
        }
        Optional<Problem> differs = timing.differsFrom(lease.ttl());
        for (ServiceRegistration service : desiredServices()) {
            service.serviceState.lease(lease);
            service.serviceState.ttlDiffers(differs);
        }
    }

    private void log(String action) {
        LOG.log(
                Level.DEBUG,
                "{0} lease {1} of {2} s",
                action,
                LeaseIds.format(lease.id),
                String.valueOf(lease.ttl().toSeconds()));
    }

    private void loseLease(LeaseLostException e) {
        desiredServices().forEach(service -> service.serviceState.markLost(e.getMessage() + "."));
        forgetLease();
    }

    private void forgetLease() {
        lease = null;
        keepAlive.end();
        for (ServiceRegistration service : services) {
            service.claims.forgetLease();
            service.serviceState.clearLease();
        }
    }

    /** For a service that is being released a lost lease is no news. */
    private List<ServiceRegistration> desiredServices() {
        return services.stream().filter(ServiceRegistration::isDesired).toList();
    }

    private long now() {
        return timeAndRandom.now();
    }
}
