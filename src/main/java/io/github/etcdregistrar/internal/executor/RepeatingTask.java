package io.github.etcdregistrar.internal.executor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Calls a step again and again on an executor, until it is ended. */
public final class RepeatingTask implements Runnable {

    private static final Logger LOG = System.getLogger(RepeatingTask.class.getName());
    /** The longest time between two steps of the registration, and so the time in which a change of a key is noticed. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    /** Whatever a step says, the loop never spins. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(5);

    private final ScheduledExecutorService executor;
    private final String what;
    private final Supplier<Duration> step;
    private final Duration patience;
    private final Duration longestWait;
    private volatile long lastTurn = System.nanoTime();
    private volatile boolean ended;
    private volatile ScheduledFuture<?> next;

    /**
     * Makes a loop that does not turn yet.
     *
     * @param step returns how long to wait before the next
     * @param patience how long one step can take; a loop that has not turned for so long is taken for dead
     */
    public RepeatingTask(ScheduledExecutorService executor, Supplier<Duration> step, Duration patience) {
        this(executor, "the registration", step, patience, LONGEST_WAIT);
    }

    /**
     * The same for something else.
     *
     * @param what whose steps they are, for the log
     * @param longestWait the longest time between two steps
     */
    public RepeatingTask(
            ScheduledExecutorService executor,
            String what,
            Supplier<Duration> step,
            Duration patience,
            Duration longestWait) {
        this.executor = executor;
        this.what = what;
        this.step = step;
        this.patience = patience;
        this.longestWait = longestWait;
    }

    public void start() {
        schedule(Duration.ZERO);
    }

    /** Schedules no further step. One in progress goes on. */
    public void end() {
        ended = true;
        ScheduledFuture<?> pending = next;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    public boolean isEnded() {
        return ended;
    }

    /** Whether the loop turns, or was ended on purpose. */
    public boolean isTurning() {
        return ended || System.nanoTime() - lastTurn < patience.toNanos();
    }

    @Override
    public void run() {
        Duration wait = longestWait;
        try {
            wait = step.get();
        } catch (RuntimeException | Error e) {
            // An exception that left this method would end the loop, and with it the registration, in silence.
            LOG.log(Level.ERROR, "A step of " + what + " has failed; the next one follows", e);
        }
        lastTurn = System.nanoTime();
        schedule(Duration.ofNanos(Math.max(SHORTEST_WAIT.toNanos(), Math.min(wait.toNanos(), longestWait.toNanos()))));
    }

    private void schedule(Duration wait) {
        if (ended) {
            return;
        }
        try {
            // From within the step, so that the server's executor passes the application's context on.
            next = executor.schedule(this, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RuntimeException e) {
            // A server that shuts down refuses before it tells us to stop. In any other case the liveness check tells.
            LOG.log(Level.WARNING, "The executor refuses the next step of " + what + ": there will be no other", e);
        }
    }
}
