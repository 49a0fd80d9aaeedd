package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
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
    private final DesiredState desired;
    private final Backoff backoff;
    private final LeaseManager leases;
    private final KeepAlive keepAlive;
    private final Runnable wakeUp;

    /** Held during a pass; guards backoff and leases. */
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Makes a reconciler without a lease.
     *
     * @param services the services; can change
     * @param suspendReasons why none of them may be registered; can change
     * @param wakeUp requests an early pass; called by any thread
     */
    Reconciler(
            Supplier<EtcdClient> openClient,
            Timing timing,
            TimeAndRandom timeAndRandom,
            EventPublisher publisher,
            List<ServiceRegistration> services,
            SuspendReasons suspendReasons,
            Runnable wakeUp) {
        this.client = new LazyEtcdClient(openClient);
        this.timing = timing;
        this.timeAndRandom = timeAndRandom;
        this.publisher = publisher;
        this.wakeUp = wakeUp;
        this.services = services;
        this.desired = new DesiredState(client, services, suspendReasons);
        this.backoff = new Backoff(timing.retryCap(), timeAndRandom);
        this.keepAlive = new KeepAlive(client, services, timeAndRandom, publisher, wakeUp);
        this.leases = new LeaseManager(
                client, services, timing, timeAndRandom, publisher, () -> !desired.isEmpty(), keepAlive);
    }

    /** Does what is due, and returns how long to wait before the next pass. */
    Duration reconcile() {
        lock.lock();
        try {
            return desired.isStopped() ? IDLE : reconcileOnce();
        } finally {
            client.closeIfClosing();
            lock.unlock();
            publisher.publish();
        }
    }

    /** Ends for good, with {@link #end}. */
    void stop(Duration budget) {
        desired.stop();
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
                if (desired.isEmpty()) {
                    boolean revoked = revokeUntil(deadline);
                    for (ServiceRegistration service : services) {
                        if (revoked) {
                            service.serviceState.clearProblem();
                        }
                        desired.finish(
                                service, revoked ? service.serviceState.releasedMessage() : notDeregistered(service));
                    }
                }
            } finally {
                lock.unlock();
            }
        } else {
            // A pass is still in a call. It sees that nothing is desired any more, and puts nothing.
            services.stream()
                    .filter(service -> desired.isStopped() || !service.isClosed())
                    .forEach(service -> desired.finish(
                            service, "A call is in progress and may have registered keys. " + outlook()));
        }
        publisher.publish();
        wakeUp.run();
    }

    /** Releases one service that is not desired any more. */
    void close(ServiceRegistration service, Duration budget) {
        if (desired.isEmpty()) {
            end(budget);
            return;
        }
        long deadline = now() + budget.toNanos();
        if (tryLock(budget)) {
            try {
                if (leases.hasLease()) {
                    leases.releaseClaim(service, () -> now() - deadline < 0);
                }
                desired.removeIfReleased(service);
            } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
                service.serviceState.problem(Problems.of(e), e);
            } finally {
                if (!service.claims.isEmpty()) {
                    backoff.partlySucceeded(leases.renewalDueNanos());
                }
                lock.unlock();
            }
        }
        publisher.publish();
        wakeUp.run();
    }

    /** Requests a renewal, with which the sources of the entries are asked. */
    void renewSoon() {
        backoff.request();
        wakeUp.run();
    }

    /** Makes the claim manager of a service. */
    ClaimManager newClaimManager(ServiceRegistration service, EntrySource source, ConflictPolicy policy) {
        return new ClaimManager(
                client,
                new ValidatedEntrySource(source, key -> service.ownerOf(key, services)),
                policy,
                leases::isOurs,
                timeAndRandom.nanoTime(),
                service.serviceState,
                () -> desired.includes(service),
                service::giveUp,
                wakeUp);
    }

    private Duration reconcileOnce() {
        leases.markExpired();
        for (ServiceRegistration service : services) {
            service.serviceState.remind();
            if (desired.update(service, leases.hasLease())) {
                backoff.scheduleNow();
            }
        }
        if (desired.isEmpty() && !leases.hasLease()) {
            return IDLE;
        }
        Optional<Long> begun = keepAlive.failedNanos(); // A renewal that failed between two passes began this attempt.
        boolean due = begun.isPresent() || backoff.delayUntilDue(now(), false).isZero();
        if (due || delayUntilDue().isZero()) {
            backoff.started(begun.orElseGet(this::now), due);
            attempt(due);
            services.stream().filter(ServiceRegistration::isClosed).forEach(desired::removeIfReleased);
        }
        return delayUntilDue();
    }

    private Duration delayUntilDue() {
        return backoff.delayUntilDue(now(), leases.needsReconcile() || desired.isEmpty());
    }

    private void attempt(boolean renew) {
        try {
            if (desired.isEmpty()) {
                leases.release(timing.requestTimeout());
                services.forEach(service -> service.serviceState.logLateDeregistration());
                services.forEach(service -> service.serviceState.clearProblem());
                backoff.succeeded(leases.renewalDueNanos());
            } else if (leases.acquireOrRenew(renew)) {
                backoff.succeeded(leases.keepAlive());
            } else {
                leases.markExpired();
                backoff.partlySucceeded(leases.renewalDueNanos());
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
        keepAlive.end();
        backoff.failed(leases.remaining());
    }

    private String notDeregistered(ServiceRegistration service) {
        return "Could not deregister. " + outlook() + ". " + service.serviceState.failureOr("There was no time");
    }

    private String outlook() {
        return desired.isStopped()
                ? "Etcd removes what is left when the lease expires"
                : "Deregistration is retried until it succeeds";
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

    private long now() {
        return timeAndRandom.now();
    }
}
