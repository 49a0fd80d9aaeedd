package io.github.etcdregistrar.internal.executor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs a step on an executor again and again, until it is ended. Two steps never run at the same time.
 *
 * <p>A managed executor runs a task with the context of the application only if the thread that submits it has that
 * context. So each step submits the next one, and a thread of another library can only {@link #wakeUp()} the task
 * through a context that a step has captured.
 */
public final class RepeatingTask {

    private static final Logger LOG = System.getLogger(RepeatingTask.class.getName());
    /** The longest wait of a task that can be woken up; long enough for every renewal of a TTL up to 15 s. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    /** The longest wait of a task that cannot, and so the time in which a changed key is noticed. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    /** The shortest wait: whatever a step returns, the task never spins. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(5);

    private final ScheduledExecutorService executor;
    private final CapturedContext context;
    private final String what;
    private final Supplier<Duration> step;
    private final Duration patience;

    private volatile long lastTurn = System.nanoTime();
    private volatile boolean ended;
    /** Runs a step early; null if the executor cannot. */
    private volatile Runnable early;
    /** Whether {@link #early} was used: then it may be of no use again. */
    private volatile boolean earlyUsed;

    private Duration longestWait;
    private ScheduledFuture<?> next;
    /** The number of the scheduled step; one with another number is outdated. */
    private long scheduled;

    private boolean running;
    /** Whether a step was asked for while one was running. */
    private boolean again;

    /**
     * Makes a task that can be woken up, and does not run yet.
     *
     * @param context captures the context of a step
     * @param step returns how long to wait before the next step
     * @param patience how long one step can take; after that the task counts as dead
     */
    public RepeatingTask(
            ScheduledExecutorService executor, CapturedContext context, Supplier<Duration> step, Duration patience) {
        this(executor, context, "the registration", step, patience, LONGEST_WAIT);
    }

    /**
     * Makes a task that cannot be woken up.
     *
     * @param what the name, for the log
     * @param longestWait the longest time between two steps
     */
    public RepeatingTask(
            ScheduledExecutorService executor,
            String what,
            Supplier<Duration> step,
            Duration patience,
            Duration longestWait) {
        this(executor, null, what, step, patience, longestWait);
    }

    private RepeatingTask(
            ScheduledExecutorService executor,
            CapturedContext context,
            String what,
            Supplier<Duration> step,
            Duration patience,
            Duration longestWait) {
        this.executor = executor;
        this.context = context;
        this.what = what;
        this.step = step;
        this.patience = patience;
        this.longestWait = longestWait;
    }

    /** Starts. The calling thread has the context of the application. */
    public void start() {
        captureContext();
        schedule(Duration.ZERO);
    }

    /** Runs the next step now, or once more after the one that runs. Any thread may call this. */
    public void wakeUp() {
        Runnable run = early;
        if (run != null && !ended) {
            earlyUsed = true;
            try {
                run.run();
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "The executor refuses an early step of " + what, e);
            }
        }
    }

    /** Schedules no further step. One in progress goes on. */
    public synchronized void end() {
        ended = true;
        cancelNext();
    }

    public boolean isEnded() {
        return ended;
    }

    /** Whether the task runs, or was ended on purpose. */
    public boolean isTurning() {
        return ended || System.nanoTime() - lastTurn < patience.toNanos();
    }

    private void captureContext() {
        if (context == null) {
            return;
        }
        try {
            earlyUsed = false;
            early = context.capture(this::runEarly);
        } catch (RuntimeException | LinkageError e) {
            early = null;
            longestWait = POLL_INTERVAL;
            LOG.log(Level.DEBUG, "The executor cannot run " + what + " early; polling every " + POLL_INTERVAL, e);
        }
    }

    private void runEarly() {
        synchronized (this) {
            cancelNext();
        }
        run();
    }

    private void runScheduled(long number) {
        synchronized (this) {
            if (number != scheduled) {
                return;
            }
            next = null;
        }
        run();
    }

    private void run() {
        synchronized (this) {
            again = running;
            if (running || ended) {
                return;
            }
            running = true;
        }
        Duration wait = longestWait;
        try {
            if (earlyUsed) {
                captureContext();
            }
            wait = step.get();
        } catch (RuntimeException | Error e) {
            // An exception that left this method would end the task silently.
            LOG.log(Level.ERROR, "A step of " + what + " has failed; the next one follows", e);
        }
        lastTurn = System.nanoTime();
        synchronized (this) {
            running = false;
            schedule(again ? Duration.ZERO : wait);
        }
    }

    private synchronized void schedule(Duration wait) {
        if (ended) {
            return;
        }
        long nanos = Math.max(SHORTEST_WAIT.toNanos(), Math.min(wait.toNanos(), longestWait.toNanos()));
        cancelNext();
        long number = scheduled;
        try {
            next = executor.schedule(() -> runScheduled(number), nanos, TimeUnit.NANOSECONDS);
        } catch (RuntimeException e) {
            // A server that shuts down refuses before it tells us to stop. Otherwise the liveness check tells.
            LOG.log(Level.WARNING, "The executor refuses the next step of " + what + ": there will be no other", e);
        }
    }

    private void cancelNext() {
        scheduled++;
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }
}
