package io.github.etcdregistrar.internal.gate;

import io.github.etcdregistrar.internal.executor.RepeatingTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Looks at gates, one after the other, and remembers what they said: so nobody who wants to know has to wait for them. The
 * first that is closed ends the look, so that a gate can rely on those before it.
 */
final class GateMonitor {

    /** Between two looks while it has never been open: somebody is waiting for the application. */
    static final Duration AT_FIRST = Duration.ofMillis(250);
    /** Between two looks afterwards. */
    static final Duration AFTERWARDS = Duration.ofSeconds(2);
    /** A gate that takes longer than this to answer counts as closed. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Runnable changed;
    private final LongSupplier nanoTime;
    private final RepeatingTask loop;
    /** Touched by looks only, and they come one after the other. */
    private final List<Gate> gates;

    private boolean wasOpen;
    private volatile Optional<String> verdict;
    private volatile Question pending;

    /** Who is being asked, and since when. */
    private record Question(Gate gate, long since) {}

    /**
     * Makes a watch that does not look yet.
     *
     * @param executor where to look; a gate can keep one of its threads for long
     * @param gates in the order in which they are asked; without any it is open
     * @param changed called on the looking thread after {@link #closed()} has changed by a look. That a gate does not answer
     *     in time, and that it does again, only those notice who ask
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

    /** Looks no more. Does not wait for a look in progress, whose result is not told any more. */
    void end() {
        loop.end();
    }

    /** Why nobody is to be sent here yet, in words; empty if all gates were open at the last look. Never blocks. */
    Optional<String> closed() {
        Question question = pending;
        if (question != null && nanoTime.getAsLong() - question.since() > PATIENCE.toNanos()) {
            return Optional.of(
                    "no answer from " + question.gate().asked() + " for more than " + PATIENCE.toSeconds() + " s");
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
            return gate.closed();
        } catch (RuntimeException | Error e) {
            return Optional.of(gate.asked() + " failed: " + e);
        } finally {
            pending = null;
        }
    }
}
