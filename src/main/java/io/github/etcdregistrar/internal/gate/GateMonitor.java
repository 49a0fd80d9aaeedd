package io.github.etcdregistrar.internal.gate;

import io.github.etcdregistrar.internal.executor.RepeatingTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Asks gates one after the other and remembers the verdict, so that nobody has to wait for them. The first closed
 * gate ends a check, so a gate can rely on those before it.
 */
final class GateMonitor {

    /** The interval until the gates are first open: somebody waits for the application. */
    static final Duration AT_FIRST = Duration.ofMillis(250);
    /** The interval afterwards. */
    static final Duration AFTERWARDS = Duration.ofSeconds(2);
    /** A gate that takes longer to answer counts as closed. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Runnable changed;
    private final LongSupplier nanoTime;
    private final RepeatingTask loop;
    /** Used by checks only, which run one after the other. */
    private final List<Gate> gates;

    private boolean wasOpen;
    private volatile Optional<String> verdict;
    private volatile Question pending;

    /** Who is being asked, and since when. */
    private record Question(Gate gate, long since) {}

    /**
     * Makes a monitor that does not check yet.
     *
     * @param executor where to check; a gate can block one of its threads for long
     * @param gates in the order in which they are asked; without any the verdict is open
     * @param changed called on the checking thread after a check has changed {@link #closedReason()}. A gate that does not
     *     answer in time is noticed by callers of that method only
     */
    GateMonitor(ScheduledExecutorService executor, List<Gate> gates, Runnable changed) {
        this(executor, gates, changed, System::nanoTime);
    }

    GateMonitor(ScheduledExecutorService executor, List<Gate> gates, Runnable changed, LongSupplier nanoTime) {
        this.gates = new ArrayList<>(gates);
        this.changed = changed;
        this.nanoTime = nanoTime;
        this.verdict = gates.isEmpty() ? Optional.empty() : Optional.of("the application is starting");
        this.loop = new RepeatingTask(executor, "the gates", this::look, PATIENCE, AFTERWARDS);
    }

    void start() {
        if (!gates.isEmpty()) {
            loop.start();
        }
    }

    /** Ends the checks. Does not wait for one in progress, whose result is ignored. */
    void end() {
        loop.end();
    }

    /** Why the gates are closed; empty if all were open at the last check. Never blocks. */
    Optional<String> closedReason() {
        Question question = pending;
        if (question != null && nanoTime.getAsLong() - question.since() > PATIENCE.toNanos()) {
            return Optional.of(
                    "no answer from " + question.gate().name() + " for more than " + PATIENCE.toSeconds() + " s");
        }
        return verdict;
    }

    private Duration look() {
        Optional<String> now = ask();
        if (loop.isEnded()) {
            return AFTERWARDS;
        }
        wasOpen |= now.isEmpty();
        if (gates.isEmpty()) {
            loop.end();
        }
        if (!now.equals(verdict)) {
            verdict = now;
            changed.run();
        }
        return wasOpen ? AFTERWARDS : AT_FIRST;
    }

    private Optional<String> ask() {
        for (Gate gate : List.copyOf(gates)) {
            Optional<String> closed = ask(gate);
            if (closed.isPresent()) {
                return closed;
            }
            if (gate.staysOpen()) {
                gates.remove(gate);
            }
        }
        return Optional.empty();
    }

    private Optional<String> ask(Gate gate) {
        pending = new Question(gate, nanoTime.getAsLong());
        try {
            return gate.closedReason();
        } catch (RuntimeException | Error e) {
            return Optional.of(gate.name() + " failed: " + e);
        } finally {
            pending = null;
        }
    }
}
