package io.github.etcdregistrar.registration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps one claim registered under one lease.
 *
 * <p>It is driven by calls of {@link #step()}, each of which makes a few bounded calls of the registry at the most and
 * returns how long to wait; it never sleeps and never starts a thread. All other methods may be called at any time from
 * any thread. The rules that make it correct:
 *
 * <ul>
 *   <li>A lease is good until the time before its last successful renewal was <em>sent</em>, plus the TTL.
 *   <li>Only etcd's word that there is no such lease makes us grant another one. After an outage, however long, the old
 *       lease is tried first: a restarted etcd gives it its full TTL again, and the key was never away.
 *   <li>A key is put only if it stands as it was read, so nobody else's is ever overwritten unawares.
 *   <li>When something else is to be registered, the new key comes and the old one goes in one transaction, under the
 *       same lease.
 *   <li>To deregister is to revoke the lease; no key is deleted by its name.
 *   <li>After {@link #stop} has begun nothing is put any more.
 * </ul>
 */
public final class Registration {

    private static final Logger LOG = System.getLogger(Registration.class.getName());
    /** How long to wait when there is nothing to do. */
    private static final Duration IDLE = Duration.ofSeconds(1);
    /** How often a revocation is tried before the lease is left to expire. */
    private static final int REVOKE_ATTEMPTS = 3;

    private final Supplier<Registry> openRegistry;
    private final Timing timing;
    private final Surroundings surroundings;
    private final Journal journal;
    private final Pace pace;
    private final LeaseKeeper keeper;

    /** Held for as long as a step takes; guards pace and keeper. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean wanted;
    private volatile boolean stopped;
    private volatile boolean closed;
    /** Volatile because {@link #stop} closes it without the lock, to end a call in progress. */
    private volatile Registry registry;

    /**
     * Makes a registration that is {@link State#OFF}.
     *
     * @param openRegistry opens the registry; called once, by the first step that needs it
     * @param source says what to register, and when that has changed; asked by steps
     * @param policy what to do when a key is held by somebody else
     * @param timing the durations
     * @param surroundings time and chance
     * @param listener is told of changes of state
     */
    public Registration(
            Supplier<Registry> openRegistry,
            EntrySource source,
            ConflictPolicy policy,
            Timing timing,
            Surroundings surroundings,
            RegistrationListener listener) {
        this.openRegistry = openRegistry;
        this.timing = timing;
        this.surroundings = surroundings;
        this.journal = new Journal(surroundings, listener);
        this.pace = new Pace(timing.retryCap(), surroundings);
        this.keeper = new LeaseKeeper(
                this::registry, source, policy, timing, surroundings, journal, this::isWanted, () -> wanted = false);
    }

    /** How the registration stands now. No I/O, no waiting. */
    public Status status() {
        return journal.status();
    }

    /** Wants to be registered: the next step begins with it. Does nothing after {@link #stop}. */
    public void register() {
        wanted = true;
    }

    /**
     * Revokes the lease on the calling thread, and with it takes the registration out. If etcd does not answer within
     * the budget, the steps go on trying.
     *
     * @param budget how long this may take
     */
    public void deregister(Duration budget) {
        wanted = false;
        end(State.OFF, budget);
    }

    /**
     * Ends the registration for good: as {@link #deregister}, but what could not be revoked within the budget is left
     * to expire. Calling it again does nothing.
     *
     * @param budget how long revoking may take; closing the registry can take a second more
     */
    public void stop(Duration budget) {
        stopped = true;
        try {
            end(State.STOPPED, budget);
        } finally {
            closed = true;
            closeRegistry();
        }
    }

    /**
     * Does what is due. To be called again and again, by one thread at a time.
     *
     * @return how long to wait before the next call; a call that comes earlier does no harm, and serves to notice
     *     sooner that a key has changed or that {@link #register()} was called
     */
    public Duration step() {
        lock.lock();
        try {
            return !stopped && (wanted || keeper.hasLease()) ? turn() : IDLE;
        } finally {
            if (closed) {
                // Opened by this very step, while it was being closed.
                closeRegistry();
            }
            lock.unlock();
            journal.tell();
        }
    }

    private Duration turn() {
        keeper.noteExpiry();
        journal.remind();
        if (wanted && (journal.state() == State.OFF || journal.state() == State.FAILED)) {
            journal.change(State.REGISTERING, "Registering");
            keeper.unsettle();
            pace.hurry();
        }
        boolean due = pace.untilDue(now(), false).isZero();
        if (due || untilDue().isZero()) {
            pace.started(now());
            attempt(due);
        }
        return untilDue();
    }

    private Duration untilDue() {
        return pace.untilDue(now(), keeper.isDisturbed() || !wanted);
    }

    private void attempt(boolean renew) {
        try {
            if (wanted) {
                keeper.hold(renew);
            } else {
                keeper.release(timing.requestTimeout());
                journal.deregisteredLate();
            }
            journal.noProblem();
            pace.succeeded(keeper.renewalDueNanos());
        } catch (RegistryUnavailableException e) {
            failed(e.problem(), e);
        } catch (RuntimeException | LinkageError e) {
            // Ours or the client's: whatever it is, the loop must not end.
            failed(new Problem(ProblemCode.INTERNAL_ERROR, e.toString()), e);
        }
    }

    private void failed(Problem problem, Throwable cause) {
        journal.problem(problem, cause);
        keeper.noteExpiry();
        pace.failed(keeper.remaining());
    }

    private void end(State next, Duration budget) {
        long deadline = now() + budget.toNanos();
        if (tryLock(budget)) {
            try {
                // Unless register() was called in the meantime.
                if (!isWanted()) {
                    boolean revoked = revokeUntil(deadline);
                    if (revoked) {
                        journal.noProblem();
                    }
                    journal.change(next, revoked ? "Deregistered" : notDeregistered(next));
                }
            } finally {
                lock.unlock();
            }
        } else {
            // A step is still in a call. It sees that nothing is wanted any more, and puts nothing.
            journal.change(next, "A call is in progress: what it may have registered is " + afterwards(next));
        }
        journal.tell();
    }

    private String notDeregistered(State state) {
        return "Could not deregister, what is registered is " + afterwards(state) + ". "
                + journal.failureOr("There was no time");
    }

    private static String afterwards(State state) {
        return state == State.STOPPED ? "left to expire" : "tried again until it succeeds";
    }

    private boolean revokeUntil(long deadline) {
        for (int attempt = 0; attempt < REVOKE_ATTEMPTS && keeper.hasLease(); attempt++) {
            long remaining = Math.min(deadline - now(), timing.requestTimeout().toNanos());
            if (remaining <= 0) {
                break;
            }
            try {
                keeper.release(Duration.ofNanos(remaining));
            } catch (RegistryUnavailableException e) {
                journal.problem(e.problem(), e);
            } catch (RuntimeException | LinkageError e) {
                // The server may have closed the application's class loader already: never fail its shutdown.
                journal.problem(new Problem(ProblemCode.INTERNAL_ERROR, e.toString()), e);
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
        return wanted && !stopped;
    }

    private Registry registry() {
        if (registry == null) {
            if (stopped) {
                throw new IllegalStateException("the registration was stopped");
            }
            registry = openRegistry.get();
        }
        return registry;
    }

    private void closeRegistry() {
        Registry open = registry;
        if (open != null) {
            try {
                open.close();
            } catch (RuntimeException | LinkageError e) {
                LOG.log(Level.WARNING, "The connection to etcd could not be closed", e);
            }
        }
    }

    private long now() {
        return surroundings.nanoTime().getAsLong();
    }
}
