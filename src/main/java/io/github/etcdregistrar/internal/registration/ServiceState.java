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

/** The state machine of one service, and what else its status, the log and listeners show. */
final class ServiceState {

    private static final Logger LOG = System.getLogger(Registration.class.getName());
    /**
     * The most different problems that are logged before the next change of state: endpoints can fail in different
     * ways.
     */
    private static final int MAX_PROBLEMS_LOGGED = 5;
    /** When a lasting problem is logged again; then after twice as long, and so on. */
    private static final Duration FIRST_REMINDER = Duration.ofMinutes(1);
    /** The longest time between two reminders. */
    private static final Duration RAREST_REMINDER = Duration.ofHours(1);

    private final String service;
    private final TimeAndRandom timeAndRandom;
    private final EventPublisher publisher;
    private final StateLog log;

    private State state = State.OFF;
    private Instant since;
    private long sinceNanos;
    private long troubledNanos;
    private Duration ttl = Duration.ZERO;
    private Set<String> keys = Set.of();
    /** The lease of the keys; null if they have none. */
    private Lease lease;

    private Optional<Entry> holder = Optional.empty();
    private Optional<Problem> failure = Optional.empty();
    private Optional<Problem> conflict = Optional.empty();
    private Optional<Problem> absence = Optional.empty();
    private Optional<Problem> ttlDiffers = Optional.empty();
    private Duration reminder = FIRST_REMINDER;
    private final Set<Problem> problemsLogged = new HashSet<>();

    ServiceState(String service, TimeAndRandom timeAndRandom, EventPublisher publisher) {
        this.service = service;
        this.timeAndRandom = timeAndRandom;
        this.publisher = publisher;
        this.log = new StateLog(publisher);
        this.since = timeAndRandom.wallClock().instant();
        this.sinceNanos = now();
    }

    synchronized State state() {
        return state;
    }

    synchronized Status status() {
        // A registration whose lease has expired is lost, even if no pass has noticed it yet.
        Duration remaining = remaining();
        boolean expired = state == State.REGISTERED && remaining.isZero();
        long id = lease == null ? 0 : lease.id;
        return new Status(expired ? State.LOST : state, since, keys, id, remaining, holder, problem());
    }

    synchronized void keys(Set<String> newKeys) {
        keys = newKeys;
    }

    synchronized void lease(Lease renewed) {
        lease = renewed;
        ttl = renewed.ttl();
    }

    /** The TTL of the last lease. */
    synchronized Duration ttl() {
        return ttl;
    }

    synchronized void clearLease() {
        lease = null;
    }

    /** Somebody else holds a key. Logged if it is another owner than before. */
    synchronized void conflict(Entry other, Problem problem) {
        if (state == State.CONFLICT && conflict.isPresent() && !conflict.get().equals(problem)) {
            log.warn("Waiting. " + problem);
        }
        holder = Optional.of(other);
        conflict = Optional.of(problem);
    }

    /** Etcd has granted another TTL than asked for, or, if empty, the same. Logged once. */
    synchronized void ttlDiffers(Optional<Problem> problem) {
        problem.filter(differs -> !ttlDiffers.equals(problem))
                .ifPresent(differs -> publisher.log(Level.INFO, differs.toString()));
        ttlDiffers = problem;
    }

    /**
     * Nothing may be registered any more, or for now.
     *
     * @param message what happened to the keys
     * @param why the reason, if the state does not tell it
     */
    synchronized void suspend(State next, String message, Optional<Problem> why) {
        absence = why;
        String known = state.isAbsent() ? "Not registered" : message;
        change(next, known + why.map(problem -> ". " + problem).orElse(""));
    }

    /** What to say when etcd holds nothing of this service any more. */
    synchronized String releasedMessage() {
        return StateLog.releasedMessage(state, keys);
    }

    /** Changes REGISTERED to LOST. */
    synchronized void markLost(String why) {
        if (state == State.REGISTERED) {
            change(State.LOST, "Lost the registration of " + String.join(", ", keys) + ". " + why);
        }
    }

    /** The one method that changes the state, and it alone logs and notifies. {@link State#STOPPED} is final. */
    synchronized void change(State next, String message) {
        if (state == next || state == State.STOPPED) {
            return;
        }
        if (state.isAbsent() && !state.next().contains(next)) {
            return; // A late result of a pass that deregister() did not wait for.
        }
        if (!state.next().contains(next)) {
            throw new IllegalStateException(state + " cannot become " + next);
        }
        State previous = state;
        Duration lasted = lasted();
        state = next;
        since = timeAndRandom.wallClock().instant();
        sinceNanos = now();
        troubledNanos = sinceNanos;
        reminder = FIRST_REMINDER;
        problemsLogged.clear();
        if (failure.isPresent() && message.contains(failure.get().toString())) {
            problemsLogged.add(failure.get());
        } else if (!next.isAbsent() && next != State.STOPPED) {
            failure = Optional.empty(); // The problem of before is over.
        }
        if (!next.isAbsent()) {
            absence = Optional.empty();
        }
        if (next != State.CONFLICT && next != State.FAILED) {
            holder = Optional.empty();
            conflict = Optional.empty();
        }
        log.changed(previous, lasted, next, message, failure, conflict);
        Status status = status();
        publisher.enqueue(listener -> listener.stateChanged(service, previous, status));
    }

    /** An attempt has failed. Logged once, and not while a living lease outlasts it. */
    synchronized void problem(Problem problem, Throwable cause) {
        if (state == State.REGISTERED && failure.isEmpty()) {
            troubledNanos = now();
            reminder = FIRST_REMINDER;
        }
        failure = Optional.of(problem);
        if (isWorthSaying() && problemsLogged.size() < MAX_PROBLEMS_LOGGED && isNews(problem)) {
            problemsLogged.add(problem);
            log.warn(state + ": " + problem + ". Retrying until it succeeds.");
        }
        LOG.log(Level.DEBUG, problem.toString(), cause);
    }

    /** The last problem as text; otherwise the given text. */
    synchronized String failureOr(String otherwise) {
        return failure.map(Problem::toString).orElse(otherwise);
    }

    synchronized void clearProblem() {
        if (state == State.REGISTERED && !problemsLogged.isEmpty()) {
            log.end("Recovered after " + troubled().toSeconds() + " s");
            problemsLogged.clear();
        }
        failure = Optional.empty();
    }

    /** Logs that a late deregistration has succeeded. */
    synchronized void logLateDeregistration() {
        if (state.isAbsent() && failure.isPresent()) {
            log.end("Deregistered, " + troubled().toSeconds() + " s late");
        }
    }

    /** Logs, at growing intervals, a problem that lasts. Called often. */
    synchronized void remind() {
        if (isWorthSaying() && problem().isPresent() && troubled().compareTo(reminder) >= 0) {
            log.warn("Still " + state + " after " + troubled().toSeconds() + " s. "
                    + problem().get());
            Duration next = reminder.multipliedBy(2);
            Duration latest = reminder.plus(RAREST_REMINDER);
            reminder = next.compareTo(latest) < 0 ? next : latest;
        }
    }

    /** That another member fails in the same way is none. */
    private boolean isNews(Problem problem) {
        return problemsLogged.stream()
                .noneMatch(logged ->
                        logged.equals(problem) || logged.code() == problem.code() && Problems.isOfOneMember(problem));
    }

    /** While registered, only a problem that has lasted for a TTL. */
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

    /** How long the state, or while registered the problem, has lasted. */
    private Duration troubled() {
        return Duration.ofNanos(now() - troubledNanos);
    }

    private Duration lasted() {
        return Duration.ofNanos(now() - sinceNanos);
    }

    private Duration remaining() {
        return lease == null ? Duration.ZERO : lease.remaining(now());
    }

    private long now() {
        return timeAndRandom.now();
    }
}
