package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One lease and what is under it, as the services want it: decides what is done when, by one thread at a time. */
final class Reconciler {

    /** How long to wait when there is nothing to do. */
    private static final Duration IDLE = Duration.ofSeconds(1);
    /** How often a revocation is tried before the lease is left to expire. */
    private static final int REVOKE_ATTEMPTS = 3;

    private final LazyEtcdClient registry;
    private final Timing timing;
    private final TimeAndRandom surroundings;
    private final EventPublisher announcer;
    private final List<ServiceRegistration> services;
    private final SuspendReasons absences;
    private final Backoff pace;
    private final LeaseManager keeper;

    /** Held for as long as a step takes; guards pace and keeper. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean stopped;

    /**
     * Makes a session without a lease.
     *
     * @param services those that are to be registered; can change
     * @param absences why none of them is to be; can change
     */
    Reconciler(
            Supplier<EtcdClient> openRegistry,
            Timing timing,
            TimeAndRandom surroundings,
            EventPublisher announcer,
            List<ServiceRegistration> services,
            SuspendReasons absences) {
        this.registry = new LazyEtcdClient(openRegistry);
        this.timing = timing;
        this.surroundings = surroundings;
        this.announcer = announcer;
        this.services = services;
        this.absences = absences;
        this.pace = new Backoff(timing.retryCap(), surroundings);
        this.keeper = new LeaseManager(registry, services, timing, surroundings, announcer, this::isAnythingWanted);
    }

    /** Does what is due, and returns how long to wait before the next step. */
    Duration step() {
        lock.lock();
        try {
            return stopped ? IDLE : turn();
        } finally {
            registry.closeIfEnded();
            lock.unlock();
            announcer.tell();
        }
    }

    /** Ends for good, with {@link #end}. */
    void stop(Duration budget) {
        stopped = true;
        try {
            end(budget);
        } finally {
            registry.close();
        }
    }

    /** Takes out all that is not wanted any more, if nothing is. */
    void end(Duration budget) {
        long deadline = now() + budget.toNanos();
        if (tryLock(budget)) {
            try {
                // Unless register() was called in the meantime.
                if (!isAnythingWanted()) {
                    boolean revoked = revokeUntil(deadline);
                    for (ServiceRegistration service : services) {
                        if (revoked) {
                            service.journal.noProblem();
                        }
                        ended(service, revoked ? "Deregistered" : notDeregistered(service));
                    }
                }
            } finally {
                lock.unlock();
            }
        } else {
            // A step is still in a call. It sees that nothing is wanted any more, and puts nothing.
            services.stream()
                    .filter(service -> stopped || !service.isClosed())
                    .forEach(service ->
                            ended(service, "A call is in progress: what it may have registered is " + afterwards()));
        }
        announcer.tell();
    }

    /** Takes one service out, which has said that it is not wanted any more. */
    void close(ServiceRegistration service, Duration budget) {
        if (!isAnythingWanted()) {
            end(budget);
            return;
        }
        long deadline = now() + budget.toNanos();
        if (tryLock(budget)) {
            try {
                if (keeper.hasLease()) {
                    keeper.withdraw(service, () -> now() - deadline < 0);
                }
                forgetIfGone(service);
            } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
                service.journal.problem(Problems.of(e), e);
            } finally {
                if (!service.claims.isEmpty()) {
                    pace.succeededInPart(keeper.renewalDueNanos());
                }
                lock.unlock();
            }
        }
        announcer.tell();
    }

    private void forgetIfGone(ServiceRegistration service) {
        if (service.claims.isEmpty()) {
            services.remove(service);
            service.journal.change(State.STOPPED, "Deregistered");
            if (registry.isOpen()) {
                service.claims.unwatch();
            }
        }
    }

    /** Makes the keeper of what a service claims. */
    ClaimManager claimsOf(ServiceRegistration service, EntrySource source, ConflictPolicy policy) {
        return new ClaimManager(
                registry,
                new ValidatedEntrySource(source, key -> ownerOf(key, service)),
                policy,
                keeper::isOurs,
                surroundings.nanoTime(),
                service.journal,
                () -> isWanted() && service.isWanted(),
                service::giveUp);
    }

    private Optional<String> ownerOf(String key, ServiceRegistration asking) {
        return services.stream()
                .filter(service -> service != asking && service.claims.owns(key))
                .map(ServiceRegistration::name)
                .findFirst();
    }

    private Duration turn() {
        keeper.noteExpiry();
        for (ServiceRegistration service : services) {
            service.journal.remind();
            begin(service);
        }
        if (!isAnythingWanted() && !keeper.hasLease()) {
            return IDLE;
        }
        boolean due = pace.untilDue(now(), false).isZero();
        if (due || untilDue().isZero()) {
            pace.started(now());
            attempt(due);
        }
        return untilDue();
    }

    private void begin(ServiceRegistration service) {
        State state = service.journal.state();
        if (service.isClosed()) {
            forgetIfGone(service);
        } else if (isWanted() && service.isWanted() && (state.isAbsent() || state == State.FAILED)) {
            service.journal.change(State.REGISTERING, "Registering");
            service.claims.unsettle();
            pace.hurry();
        } else if (isWanted() && state.isAbsent()) {
            service.tryAnew(); // It had given up, and has been taken out since: that is over, too.
        } else if (!isWanted() && (state.isAbsent() || state.isActive() && !keeper.hasLease())) {
            leave(service, "Not registered");
        }
    }

    private void leave(ServiceRegistration service, String message) {
        Optional<State> state = absences.state();
        if (state.isPresent()) {
            service.journal.leave(state.get(), message, absences.why());
        }
    }

    private Duration untilDue() {
        return pace.untilDue(now(), keeper.isDisturbed() || !isAnythingWanted());
    }

    private void attempt(boolean renew) {
        try {
            if (!isAnythingWanted()) {
                keeper.release(timing.requestTimeout());
                services.forEach(service -> service.journal.deregisteredLate());
                services.forEach(service -> service.journal.noProblem());
                pace.succeeded(keeper.renewalDueNanos());
            } else if (keeper.hold(renew)) {
                pace.succeeded(keeper.renewalDueNanos());
            } else {
                keeper.noteExpiry();
                pace.succeededInPart(keeper.renewalDueNanos());
            }
        } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
            // Etcd's, ours or the client's: whatever it is, the loop must not end.
            failed(e);
        }
    }

    private void failed(Throwable cause) {
        Problem problem = Problems.of(cause);
        services.forEach(service -> service.journal.problem(problem, cause));
        announcer.later(listener -> listener.failed(problem.code()));
        keeper.noteExpiry();
        pace.failed(keeper.remaining());
    }

    private void ended(ServiceRegistration service, String message) {
        if (stopped) {
            service.journal.change(State.STOPPED, message);
        } else if (service.isClosed()) {
            forgetIfGone(service);
        } else {
            leave(service, message);
        }
    }

    private String notDeregistered(ServiceRegistration service) {
        return "Could not deregister, what is registered is " + afterwards() + ". "
                + service.journal.failureOr("There was no time");
    }

    private String afterwards() {
        return stopped ? "left to expire" : "tried again until it succeeds";
    }

    private boolean revokeUntil(long deadline) {
        for (int attempt = 0; attempt < REVOKE_ATTEMPTS && keeper.hasLease(); attempt++) {
            long remaining = Math.min(deadline - now(), timing.requestTimeout().toNanos());
            if (remaining <= 0) {
                break;
            }
            try {
                keeper.release(Duration.ofNanos(remaining));
            } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
                // The server may have closed the application's class loader already: never fail its shutdown.
                services.forEach(service -> service.journal.problem(Problems.of(e), e));
            }
        }
        return !keeper.hasLease();
    }

    private boolean tryLock(Duration budget) {
        try {
            return lock.tryLock() || lock.tryLock(budget.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isWanted() {
        return absences.areNone() && !stopped;
    }

    private boolean isAnythingWanted() {
        return isWanted() && services.stream().anyMatch(ServiceRegistration::isWanted);
    }

    private long now() {
        return surroundings.nanoTime().getAsLong();
    }
}
