package io.github.etcdregistrar.registration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What is known of a registration, for those who ask, read the log or listen. */
final class Journal {

    private static final Logger LOG = System.getLogger(Registration.class.getName());
    /** How many different problems are logged before the next change of state: endpoints can fail in different ways. */
    private static final int MAX_PROBLEMS_LOGGED = 5;

    private final Surroundings surroundings;
    private final RegistrationListener listener;

    private State state = State.OFF;
    private Instant since;
    private long sinceNanos;
    private Set<String> keys = Set.of();
    private long lease;
    private long deadlineNanos;
    private Optional<Entry> holder = Optional.empty();
    private Optional<String> lastError = Optional.empty();
    private final Set<String> problemsLogged = new HashSet<>();

    private final Queue<Runnable> untold = new ConcurrentLinkedQueue<>();
    private final AtomicInteger telling = new AtomicInteger();

    Journal(Surroundings surroundings, RegistrationListener listener) {
        this.surroundings = surroundings;
        this.listener = listener;
        this.since = surroundings.wallClock().instant();
        this.sinceNanos = now();
    }

    synchronized State state() {
        return state;
    }

    synchronized Status status() {
        // A registration whose lease has run out is lost, even if no step has had the time to say so.
        Duration remaining = remaining();
        boolean expired = state == State.REGISTERED && remaining.isZero();
        return new Status(expired ? State.LOST : state, since, keys, lease, remaining, holder, lastError);
    }

    synchronized void keys(Set<String> newKeys) {
        keys = newKeys;
    }

    synchronized void lease(Lease renewed) {
        lease = renewed.id;
        deadlineNanos = renewed.deadlineNanos();
    }

    synchronized void noLease() {
        lease = 0;
    }

    synchronized void conflict(Entry other) {
        holder = Optional.of(other);
    }

    /** The one place where the state changes, logs and notifies. Nothing follows {@link State#STOPPED}. */
    synchronized void change(State next, String message) {
        if (state == next || state == State.STOPPED) {
            return;
        }
        if (state == State.OFF && next != State.REGISTERING && next != State.STOPPED) {
            return; // What a step has still found out, which deregister() did not wait for, is no news.
        }
        if (!state.next().contains(next)) {
            throw new IllegalStateException(state + " cannot become " + next);
        }
        State previous = state;
        Duration lasted = Duration.ofNanos(now() - sinceNanos);
        state = next;
        since = surroundings.wallClock().instant();
        sinceNanos = now();
        problemsLogged.clear();
        if (next == State.LOST) {
            lastError.ifPresent(problemsLogged::add); // named in the message already
        }
        if (next != State.CONFLICT && next != State.FAILED) {
            holder = Optional.empty();
        }
        Level level =
                switch (next) {
                    case LOST, CONFLICT, FAILED -> Level.WARNING;
                    case REGISTERING -> Level.DEBUG;
                    default -> Level.INFO;
                };
        LOG.log(level, "{0} ({1} after {2} s of {3})", message, next, lasted.toSeconds(), previous);
        Status status = status();
        untold.add(() -> listener.stateChanged(previous, status));
    }

    /** An attempt has failed. Said once, and only where it is not just a blip that a living lease outlasts. */
    synchronized void problem(String message, Throwable cause) {
        lastError = Optional.of(message);
        boolean say = state != State.REGISTERED
                && state != State.STOPPED
                && problemsLogged.size() < MAX_PROBLEMS_LOGGED
                && problemsLogged.add(message);
        if (say) {
            LOG.log(Level.WARNING, "{0}: {1}. It is tried again until it succeeds.", state, message);
        }
        LOG.log(Level.DEBUG, message, cause);
    }

    synchronized void noProblem() {
        lastError = Optional.empty();
    }

    /** Tells the listener, outside of every lock. Whoever comes while another thread is telling leaves it to that. */
    void tell() {
        if (telling.getAndIncrement() > 0) {
            return;
        }
        do {
            for (Runnable event = untold.poll(); event != null; event = untold.poll()) {
                try {
                    event.run();
                } catch (RuntimeException | LinkageError e) {
                    LOG.log(Level.WARNING, "A listener has thrown", e);
                }
            }
        } while (telling.decrementAndGet() > 0);
    }

    private Duration remaining() {
        return lease == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, deadlineNanos - now()));
    }

    private long now() {
        return surroundings.nanoTime().getAsLong();
    }
}
