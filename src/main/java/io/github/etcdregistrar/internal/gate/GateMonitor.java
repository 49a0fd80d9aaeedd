package io.github.etcdregistrar.internal.gate;

import io.github.etcdregistrar.internal.bootstrap.Gate;
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

    /** The interval until the gates are first open: users wait for the application. */
    static final Duration STARTUP_INTERVAL = Duration.ofMillis(250);
    /** The interval afterwards. */
    static final Duration INTERVAL = Duration.ofSeconds(2);
    /** A gate that takes longer to answer counts as closed. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final Runnable onChange;
    private final LongSupplier nanoTime;
    private final RepeatingTask loop;
    /** Used by checks only, which run one after the other. */
    private final List<Gate> gates;

    private boolean openedOnce;
    private volatile Optional<String> verdict;
    private volatile PendingCheck pending;

    /** The gate that is checked, and since when. */
    private record PendingCheck(Gate gate, long startedNanos) {}

    /**
     * Makes a monitor that does not check yet.
     *
     * @param executor where to check; a gate can block one of its threads for long
     * @param gates in the order in which they are asked; without any the verdict is open
     * @param onChange called on the checking thread after a check has changed {@link #closedReason()}. A gate that does not
     *     answer in time is noticed by callers of that method only
     */
    GateMonitor(ScheduledExecutorService executor, List<Gate> gates, Runnable onChange) {
        this(executor, gates, onChange, System::nanoTime);
    }

    GateMonitor(ScheduledExecutorService executor, List<Gate> gates, Runnable onChange, LongSupplier nanoTime) {
        this.gates = new ArrayList<>(gates);
        this.onChange = onChange;
        this.nanoTime = nanoTime;
        this.verdict = gates.isEmpty() ? Optional.empty() : Optional.of("the application is starting");
        this.loop = new RepeatingTask(executor, "the gate check", this::check, INTERVAL);
    }

    void start() {
        if (!gates.isEmpty()) {
            loop.start();
        }
    }

    /** Stops the checks. Does not wait for one in progress, whose result is ignored. */
    void stop() {
        loop.stop();
    }

    /** Why the gates are closed; empty if all were open at the last check. Never blocks. */
    Optional<String> closedReason() {
        PendingCheck check = pending;
        if (check != null && nanoTime.getAsLong() - check.startedNanos() > ANSWER_TIMEOUT.toNanos()) {
            return Optional.of(
                    "no answer from " + check.gate().name() + " for more than " + ANSWER_TIMEOUT.toSeconds() + " s");
        }
        return verdict;
    }

    private Duration check() {
        Optional<String> now = ask();
        if (loop.isStopped()) {
            return INTERVAL;
        }
        openedOnce |= now.isEmpty();
        if (gates.isEmpty()) {
            loop.stop();
        }
        if (!now.equals(verdict)) {
            verdict = now;
            onChange.run();
        }
        return openedOnce ? INTERVAL : STARTUP_INTERVAL;
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
        pending = new PendingCheck(gate, nanoTime.getAsLong());
        try {
            return gate.closedReason();
        } catch (RuntimeException | Error e) {
            return Optional.of(gate.name() + " failed: " + e);
        } finally {
            pending = null;
        }
    }
}
