package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Compares what the services desire with what etcd holds, and decides what to do when. One thread at a time. */
final class Reconciler {

    /** How long to wait when there is nothing to do. */
    private static final Duration IDLE = Duration.ofSeconds(1);
    /** The most attempts to revoke before the lease is left to expire. */
    private static final int REVOKE_ATTEMPTS = 3;

    private final LazyEtcdClient client;
    private final Timing timing;
    private final TimeAndRandom timeAndRandom;
    private final EventPublisher publisher;
    private final List<ServiceRegistration> services;
    private final SuspendReasons suspendReasons;
    private final Backoff backoff;
    private final LeaseManager leases;

    /** Held during a pass; guards backoff and leases. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean stopped;

    /**
     * Makes a reconciler without a lease.
     *
     * @param services the services; can change
     * @param suspendReasons why none of them may be registered; can change
     */
    Reconciler(
            Supplier<EtcdClient> openClient,
            Timing timing,
            TimeAndRandom timeAndRandom,
            EventPublisher publisher,
            List<ServiceRegistration> services,
            SuspendReasons suspendReasons) {
        this.client = new LazyEtcdClient(openClient);
        this.timing = timing;
        this.timeAndRandom = timeAndRandom;
        this.publisher = publisher;
        this.services = services;
        this.suspendReasons = suspendReasons;
        this.backoff = new Backoff(timing.retryCap(), timeAndRandom);
        this.leases = new LeaseManager(client, services, timing, timeAndRandom, publisher, this::isAnyDesired);
    }

    /** Does what is due, and returns how long to wait before the next pass. */
    Duration reconcile() {
        lock.lock();
        try {
            return stopped ? IDLE : reconcileOnce();
        } finally {
            client.closeIfEnded();
            lock.unlock();
            publisher.publish();
        }
    }

    /** Ends for good, with {@link #end}. */
    void stop(Duration budget) {
        stopped = true;
        try {
            end(budget);
        } finally {
            client.close();
        }
    }

    /** Releases everything, if nothing is desired any more. */
    void end(Duration budget) {
        long deadline = now() + budget.toNanos();
        if (tryLock(budget)) {
            try {
                // Unless register() was called meanwhile.
                if (!isAnyDesired()) {
                    boolean revoked = revokeUntil(deadline);
                    for (ServiceRegistration service : services) {
                        if (revoked) {
                            service.serviceState.clearProblem();
                        }
                        finish(service, revoked ? "Deregistered" : notDeregistered(service));
                    }
                }
            } finally {
                lock.unlock();
            }
        } else {
            // A pass is still in a call. It sees that nothing is desired any more, and puts nothing.
            services.stream()
                    .filter(service -> stopped || !service.isClosed())
                    .forEach(service ->
                            finish(service, "A call is in progress: what it may have registered is " + outlook()));
        }
        publisher.publish();
    }

    /** Releases one service that is not desired any more. */
    void close(ServiceRegistration service, Duration budget) {
        if (!isAnyDesired()) {
            end(budget);
            return;
        }
        long deadline = now() + budget.toNanos();
        if (tryLock(budget)) {
            try {
                if (leases.hasLease()) {
                    leases.releaseClaim(service, () -> now() - deadline < 0);
                }
                removeIfReleased(service);
            } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
                service.serviceState.problem(Problems.of(e), e);
            } finally {
                if (!service.claims.isEmpty()) {
                    backoff.succeededInPart(leases.renewalDueNanos());
                }
                lock.unlock();
            }
        }
        publisher.publish();
    }

    private void removeIfReleased(ServiceRegistration service) {
        if (service.claims.isEmpty()) {
            services.remove(service);
            service.serviceState.change(State.STOPPED, "Deregistered");
            if (client.isOpen()) {
                service.claims.unwatch();
            }
        }
    }

    /** Makes the claim manager of a service. */
    ClaimManager newClaimManager(ServiceRegistration service, EntrySource source, ConflictPolicy policy) {
        return new ClaimManager(
                client,
                new ValidatedEntrySource(source, key -> ownerOf(key, service)),
                policy,
                leases::isOurs,
                timeAndRandom.nanoTime(),
                service.serviceState,
                () -> isDesired() && service.isDesired(),
                service::giveUp);
    }

    private Optional<String> ownerOf(String key, ServiceRegistration asking) {
        return services.stream()
                .filter(service -> service != asking && service.claims.owns(key))
                .map(ServiceRegistration::name)
                .findFirst();
    }

    private Duration reconcileOnce() {
        leases.markExpired();
        for (ServiceRegistration service : services) {
            service.serviceState.remind();
            updateDesired(service);
        }
        if (!isAnyDesired() && !leases.hasLease()) {
            return IDLE;
        }
        boolean due = backoff.delayUntilDue(now(), false).isZero();
        if (due || delayUntilDue().isZero()) {
            backoff.started(now());
            attempt(due);
        }
        return delayUntilDue();
    }

    private void updateDesired(ServiceRegistration service) {
        State state = service.serviceState.state();
        if (service.isClosed()) {
            removeIfReleased(service);
        } else if (isDesired() && service.isDesired() && (state.isAbsent() || state == State.FAILED)) {
            service.serviceState.change(State.REGISTERING, "Registering");
            service.claims.verifyAgain();
            backoff.scheduleNow();
        } else if (isDesired() && state.isAbsent()) {
            service.retry(); // It gave up, and was suspended since: it may try again.
        } else if (!isDesired() && (state.isAbsent() || state.isActive() && !leases.hasLease())) {
            suspend(service, "Not registered");
        }
    }

    private void suspend(ServiceRegistration service, String message) {
        Optional<State> state = suspendReasons.state();
        if (state.isPresent()) {
            service.serviceState.suspend(state.get(), message, suspendReasons.why());
        }
    }

    private Duration delayUntilDue() {
        return backoff.delayUntilDue(now(), leases.needsReconcile() || !isAnyDesired());
    }

    private void attempt(boolean renew) {
        try {
            if (!isAnyDesired()) {
                leases.release(timing.requestTimeout());
                services.forEach(service -> service.serviceState.logLateDeregistration());
                services.forEach(service -> service.serviceState.clearProblem());
                backoff.succeeded(leases.renewalDueNanos());
            } else if (leases.acquireOrRenew(renew)) {
                backoff.succeeded(leases.renewalDueNanos());
            } else {
                leases.markExpired();
                backoff.succeededInPart(leases.renewalDueNanos());
            }
        } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
            // Any exception of etcd's, ours or the client's: the loop must go on.
            failed(e);
        }
    }

    private void failed(Throwable cause) {
        Problem problem = Problems.of(cause);
        services.forEach(service -> service.serviceState.problem(problem, cause));
        publisher.enqueue(listener -> listener.failed(problem.code()));
        leases.markExpired();
        backoff.failed(leases.remaining());
    }

    private void finish(ServiceRegistration service, String message) {
        if (stopped) {
            service.serviceState.change(State.STOPPED, message);
        } else if (service.isClosed()) {
            removeIfReleased(service);
        } else {
            suspend(service, message);
        }
    }

    private String notDeregistered(ServiceRegistration service) {
        return "Could not deregister, what is registered is " + outlook() + ". "
                + service.serviceState.failureOr("There was no time");
    }

    private String outlook() {
        return stopped ? "left to expire" : "tried again until it succeeds";
    }

    private boolean revokeUntil(long deadline) {
        for (int attempt = 0; attempt < REVOKE_ATTEMPTS && leases.hasLease(); attempt++) {
            long remaining = Math.min(deadline - now(), timing.requestTimeout().toNanos());
            if (remaining <= 0) {
                break;
            }
            try {
                leases.release(Duration.ofNanos(remaining));
            } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
                // The server may have closed the application's class loader already: never fail its shutdown.
                services.forEach(service -> service.serviceState.problem(Problems.of(e), e));
            }
        }
        return !leases.hasLease();
    }

    private boolean tryLock(Duration budget) {
        try {
            return lock.tryLock() || lock.tryLock(budget.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isDesired() {
        return suspendReasons.isEmpty() && !stopped;
    }

    private boolean isAnyDesired() {
        return isDesired() && services.stream().anyMatch(ServiceRegistration::isDesired);
    }

    private long now() {
        return timeAndRandom.nanoTime().getAsLong();
    }
}
