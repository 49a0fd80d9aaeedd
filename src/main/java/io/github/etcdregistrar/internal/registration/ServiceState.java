package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What is known of the registration of one service, for those who ask, read the log or listen. */
final class ServiceState {

    private static final Logger LOG = System.getLogger(Registration.class.getName());
    /** How many different problems are logged before the next change of state: endpoints can fail in different ways. */
    private static final int MAX_PROBLEMS_LOGGED = 5;
    /** When it is said for the first time that something is still wrong; then after twice as long, and so on. */
    private static final Duration FIRST_REMINDER = Duration.ofMinutes(1);
    /** The longest time between two reminders. */
    private static final Duration RAREST_REMINDER = Duration.ofHours(1);

    private final String service;
    private final TimeAndRandom surroundings;
    private final EventPublisher announcer;

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
    private Optional<Problem> absence = Optional.empty();
    private Optional<Problem> ttlDiffers = Optional.empty();
    private Duration reminder = FIRST_REMINDER;
    private final Set<Problem> problemsLogged = new HashSet<>();

    ServiceState(String service, TimeAndRandom surroundings, EventPublisher announcer) {
        this.service = service;
        this.surroundings = surroundings;
        this.announcer = announcer;
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

    synchronized void noLease() {
        lease = 0;
    }

    /** Somebody else holds a key. Said here only if it is not the one who held it before. */
    synchronized void conflict(Entry other, Problem problem) {
        if (state == State.CONFLICT && conflict.isPresent() && !conflict.get().equals(problem)) {
            announcer.say(Level.WARNING, "Waiting. " + problem);
        }
        holder = Optional.of(other);
        conflict = Optional.of(problem);
    }

    /** Etcd has granted a TTL that is not the one asked for; or, if empty, it has. Said once. */
    synchronized void ttlDiffers(Optional<Problem> problem) {
        problem.filter(differs -> !ttlDiffers.equals(problem))
                .ifPresent(differs -> announcer.say(Level.INFO, differs.toString()));
        ttlDiffers = problem;
    }

    /**
     * Nothing is to be registered any more, or for now.
     *
     * @param message what has become of what was registered
     * @param why what keeps it so, if that is not in the word
     */
    synchronized void leave(State next, String message, Optional<Problem> why) {
        absence = why;
        String known = state.isAbsent() ? "Not registered" : message;
        change(next, known + why.map(problem -> ". " + problem).orElse(""));
    }

    /** The one place where the state changes, logs and notifies. Nothing follows {@link State#STOPPED}. */
    synchronized void change(State next, String message) {
        if (state == next || state == State.STOPPED) {
            return;
        }
        if (state.isAbsent() && !state.next().contains(next)) {
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
        } else if (!next.isAbsent() && next != State.STOPPED) {
            failure = Optional.empty(); // It is over, and this is something else.
        }
        if (!next.isAbsent()) {
            absence = Optional.empty();
        }
        if (next != State.CONFLICT && next != State.FAILED) {
            holder = Optional.empty();
            conflict = Optional.empty();
        }
        Level level =
                switch (next) {
                    case LOST, CONFLICT, FAILED -> Level.WARNING;
                    case REGISTERING -> Level.DEBUG;
                    // To wait for the application's start is nothing unusual, and the next line tells how it ended.
                    case NOT_READY -> previous == State.OFF ? Level.DEBUG : Level.INFO;
                    case REGISTERED -> Level.INFO;
                    default -> failure.isPresent() ? Level.WARNING : Level.INFO;
                };
        announcer.say(
                level,
                Problem.oneLine(message) + " (" + next + " after " + lasted.toSeconds() + " s of " + previous + ")");
        Status status = status();
        announcer.later(listener -> listener.stateChanged(service, previous, status));
    }

    /** An attempt has failed. Said once, and only where it is not just a blip that a living lease outlasts. */
    synchronized void problem(Problem problem, Throwable cause) {
        if (state == State.REGISTERED && failure.isEmpty()) {
            troubledNanos = now();
            reminder = FIRST_REMINDER;
        }
        failure = Optional.of(problem);
        if (isWorthSaying() && problemsLogged.size() < MAX_PROBLEMS_LOGGED && problemsLogged.add(problem)) {
            announcer.say(Level.WARNING, state + ": " + problem + ". It is tried again until it succeeds.");
        }
        LOG.log(Level.DEBUG, problem.toString(), cause);
    }

    /** Why the last attempt failed, in words; or, if it did not, the words given. */
    synchronized String failureOr(String otherwise) {
        return failure.map(Problem::toString).orElse(otherwise);
    }

    synchronized void noProblem() {
        if (state == State.REGISTERED && !problemsLogged.isEmpty()) {
            announcer.say(Level.INFO, "All is well again after " + troubled().toSeconds() + " s");
            problemsLogged.clear();
        }
        failure = Optional.empty();
    }

    /** What could not be taken out at once is gone now. */
    synchronized void deregisteredLate() {
        if (state.isAbsent() && failure.isPresent()) {
            announcer.say(Level.INFO, "Deregistered, " + troubled().toSeconds() + " s late");
        }
    }

    /** Says, at growing distances, what is still wrong. To be called often. */
    synchronized void remind() {
        if (isWorthSaying() && problem().isPresent() && troubled().compareTo(reminder) >= 0) {
            announcer.say(
                    Level.WARNING,
                    "Still " + state + " after " + troubled().toSeconds() + " s. "
                            + problem().get());
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
        return failure.or(() -> conflict)
                .or(() -> absence)
                .or(() -> state == State.REGISTERED ? ttlDiffers : Optional.empty());
    }

    /** How long it has been as it is now, or while registered, how long something has been wrong. */
    private Duration troubled() {
        return Duration.ofNanos(now() - troubledNanos);
    }

    private Duration lasted() {
        return Duration.ofNanos(now() - sinceNanos);
    }

    private Duration remaining() {
        return lease == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, deadlineNanos - now()));
    }

    private long now() {
        return surroundings.nanoTime().getAsLong();
    }
}
