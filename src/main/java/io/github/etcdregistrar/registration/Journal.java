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
    /** When it is said for the first time that something is still wrong; then after twice as long, and so on. */
    private static final Duration FIRST_REMINDER = Duration.ofMinutes(1);
    /** The longest time between two reminders. */
    private static final Duration RAREST_REMINDER = Duration.ofHours(1);

    /** Until there are several: the one service. */
    private static final String SERVICE = "orders";

    private final Surroundings surroundings;
    private final RegistrationListener listener;

    private State state = State.OFF;
    private Instant since;
    private long sinceNanos;
    private long troubledNanos;
    private Duration ttl = Duration.ZERO;
    private Set<String> keys = Set.of();
    private long lease;
    private long deadlineNanos;
    private Optional<Entry> holder = Optional.empty();
    private Optional<Problem> failure = Optional.empty();
    private Optional<Problem> conflict = Optional.empty();
    private Optional<Problem> ttlDiffers = Optional.empty();
    private Duration reminder = FIRST_REMINDER;
    private final Set<Problem> problemsLogged = new HashSet<>();

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
        return new Status(expired ? State.LOST : state, since, keys, lease, remaining, holder, problem());
    }

    synchronized void keys(Set<String> newKeys) {
        keys = newKeys;
    }

    synchronized void lease(Lease renewed) {
        lease = renewed.id;
        ttl = renewed.ttl();
        deadlineNanos = renewed.deadlineNanos();
    }

    void renewed() {
        untold.add(listener::renewed);
    }

    synchronized void noLease() {
        lease = 0;
    }

    /** Somebody else holds a key. Said here only if it is not the one who held it before. */
    synchronized void conflict(Entry other, Problem problem) {
        if (state == State.CONFLICT && conflict.isPresent() && !conflict.get().equals(problem)) {
            LOG.log(Level.WARNING, "Waiting. {0}", problem);
        }
        holder = Optional.of(other);
        conflict = Optional.of(problem);
    }

    /** Etcd has granted a TTL that is not the one asked for; or, if empty, it has. Said once. */
    synchronized void ttlDiffers(Optional<Problem> problem) {
        problem.filter(differs -> !ttlDiffers.equals(problem)).ifPresent(differs -> LOG.log(Level.INFO, differs));
        ttlDiffers = problem;
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
        Duration lasted = lasted();
        state = next;
        since = surroundings.wallClock().instant();
        sinceNanos = now();
        troubledNanos = sinceNanos;
        reminder = FIRST_REMINDER;
        problemsLogged.clear();
        if (failure.isPresent() && message.contains(failure.get().toString())) {
            problemsLogged.add(failure.get());
        } else if (next != State.OFF && next != State.STOPPED) {
            failure = Optional.empty(); // It is over, and this is something else.
        }
        if (next != State.CONFLICT && next != State.FAILED) {
            holder = Optional.empty();
            conflict = Optional.empty();
        }
        Level level =
                switch (next) {
                    case LOST, CONFLICT, FAILED -> Level.WARNING;
                    case OFF, STOPPED -> failure.isPresent() ? Level.WARNING : Level.INFO;
                    case REGISTERING -> Level.DEBUG;
                    default -> Level.INFO;
                };
        LOG.log(level, "{0} ({1} after {2} s of {3})", Problem.oneLine(message), next, seconds(lasted), previous);
        Status status = status();
        untold.add(() -> listener.stateChanged(SERVICE, previous, status));
    }

    /** An attempt has failed. Said once, and only where it is not just a blip that a living lease outlasts. */
    synchronized void problem(Problem problem, Throwable cause) {
        if (state == State.REGISTERED && failure.isEmpty()) {
            troubledNanos = now();
            reminder = FIRST_REMINDER;
        }
        failure = Optional.of(problem);
        untold.add(() -> listener.failed(problem.code()));
        if (isWorthSaying() && problemsLogged.size() < MAX_PROBLEMS_LOGGED && problemsLogged.add(problem)) {
            LOG.log(Level.WARNING, "{0}: {1}. It is tried again until it succeeds.", state, problem);
        }
        LOG.log(Level.DEBUG, problem.toString(), cause);
    }

    /** Why the last attempt failed, in words; or, if it did not, the words given. */
    synchronized String failureOr(String otherwise) {
        return failure.map(Problem::toString).orElse(otherwise);
    }

    synchronized void noProblem() {
        if (state == State.REGISTERED && !problemsLogged.isEmpty()) {
            LOG.log(Level.INFO, "All is well again after {0} s", seconds(troubled()));
            problemsLogged.clear();
        }
        failure = Optional.empty();
    }

    /** What could not be taken out at once is gone now. */
    synchronized void deregisteredLate() {
        if (state == State.OFF && failure.isPresent()) {
            LOG.log(Level.INFO, "Deregistered, {0} s late", seconds(troubled()));
        }
    }

    /** Says, at growing distances, what is still wrong. To be called often. */
    synchronized void remind() {
        if (isWorthSaying() && problem().isPresent() && troubled().compareTo(reminder) >= 0) {
            LOG.log(
                    Level.WARNING,
                    "Still {0} after {1} s. {2}",
                    state,
                    seconds(troubled()),
                    problem().get());
            Duration next = reminder.multipliedBy(2);
            Duration latest = reminder.plus(RAREST_REMINDER);
            reminder = next.compareTo(latest) < 0 ? next : latest;
        }
    }

    /** While registered only what has lasted for a TTL, which is what the lease outlasts without being renewed. */
    private boolean isWorthSaying() {
        return state == State.REGISTERED
                ? failure.isPresent() && troubled().compareTo(ttl) >= 0
                : state != State.STOPPED;
    }

    private Optional<Problem> problem() {
        return failure.or(() -> conflict).or(() -> state == State.REGISTERED ? ttlDiffers : Optional.empty());
    }

    /** How long it has been as it is now, or while registered, how long something has been wrong. */
    private Duration troubled() {
        return Duration.ofNanos(now() - troubledNanos);
    }

    /** As it is to be in a text: a number would be formatted as is the custom of the place. */
    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    private Duration lasted() {
        return Duration.ofNanos(now() - sinceNanos);
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
