package io.github.etcdregistrar.internal.executor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs a step on an executor again and again, until it is stopped. Two steps never run at the same time.
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
    private final String name;
    private final Supplier<Duration> step;
    private final Duration stepTimeout;

    private volatile long lastStepEndNanos = System.nanoTime();
    private volatile boolean stopped;
    /** Runs a step early; null if the executor cannot. */
    private volatile Runnable earlyRun;
    /** Whether {@link #earlyRun} was used: then it may be of no use again. */
    private volatile boolean earlyRunUsed;

    private Duration longestWait;
    private ScheduledFuture<?> next;
    /** The number of the scheduled step; one with another number is outdated. */
    private long scheduledNumber;

    private boolean running;
    /** Whether a step was asked for while one was running. */
    private boolean rerunRequested;

    /**
     * Makes a task that can be woken up, and does not run yet.
     *
     * @param context captures the context of a step
     * @param name for the log
     * @param step returns how long to wait before the next step
     * @param stepTimeout how long one step can take; after that the task counts as dead
     */
    public RepeatingTask(
            ScheduledExecutorService executor,
            CapturedContext context,
            String name,
            Supplier<Duration> step,
            Duration stepTimeout) {
        this(executor, context, name, step, stepTimeout, LONGEST_WAIT);
    }

    /**
     * Makes a task that cannot be woken up.
     *
     * @param name for the log
     * @param longestWait the longest time between two steps
     */
    public RepeatingTask(
            ScheduledExecutorService executor, String name, Supplier<Duration> step, Duration longestWait) {
        this(executor, null, name, step, Duration.ofNanos(Long.MAX_VALUE), longestWait);
    }

    private RepeatingTask(
            ScheduledExecutorService executor,
            CapturedContext context,
            String name,
            Supplier<Duration> step,
            Duration stepTimeout,
            Duration longestWait) {
        this.executor = executor;
        this.context = context;
        this.name = name;
        this.step = step;
        this.stepTimeout = stepTimeout;
        this.longestWait = longestWait;
    }

    /** Starts. The calling thread has the context of the application. */
    public void start() {
        captureContext();
        schedule(Duration.ZERO);
    }

    /** Runs the next step now, or once more after the one that runs. Any thread may call this. */
    public void wakeUp() {
        Runnable run = earlyRun;
        if (run != null && !stopped) {
            earlyRunUsed = true;
            try {
                run.run();
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "The executor rejected an early step of " + name, e);
            }
        }
    }

    /** Schedules no further step. One in progress goes on. */
    public synchronized void stop() {
        stopped = true;
        cancelNext();
    }

    public boolean isStopped() {
        return stopped;
    }

    /** Whether a step has ended within the timeout, or the task was stopped. */
    public boolean isAlive() {
        return stopped || System.nanoTime() - lastStepEndNanos < stepTimeout.toNanos();
    }

    private void captureContext() {
        if (context == null) {
            return;
        }
        try {
            earlyRunUsed = false;
            earlyRun = context.capture(this::runEarly);
        } catch (RuntimeException | LinkageError e) {
            earlyRun = null;
            longestWait = POLL_INTERVAL;
            LOG.log(Level.DEBUG, "The executor cannot run " + name + " early; polling every " + POLL_INTERVAL, e);
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
            if (number != scheduledNumber) {
                return;
            }
            next = null;
        }
        run();
    }

    private void run() {
        synchronized (this) {
            rerunRequested = running;
            if (running || stopped) {
                return;
            }
            running = true;
        }
        Duration wait = longestWait;
        try {
            if (earlyRunUsed) {
                captureContext();
            }
            wait = step.get();
        } catch (RuntimeException | Error e) {
            // An exception that left this method would stop the task silently. After a stop the server may have
            // closed the class loader of the application, and the step in progress fails.
            LOG.log(
                    stopped ? Level.DEBUG : Level.ERROR,
                    "A step of " + name + " has failed; " + (stopped ? "it was the last" : "the next one follows"),
                    e);
        }
        lastStepEndNanos = System.nanoTime();
        synchronized (this) {
            running = false;
            schedule(rerunRequested ? Duration.ZERO : wait);
        }
    }

    private synchronized void schedule(Duration wait) {
        if (stopped) {
            return;
        }
        long nanos = Math.max(SHORTEST_WAIT.toNanos(), Math.min(wait.toNanos(), longestWait.toNanos()));
        cancelNext();
        long number = scheduledNumber;
        try {
            next = executor.schedule(() -> runScheduled(number), nanos, TimeUnit.NANOSECONDS);
        } catch (RuntimeException e) {
            // A server that shuts down refuses before it tells us to stop. Otherwise the liveness check tells.
            LOG.log(Level.WARNING, name + " has stopped: the executor rejected its next step", e);
        }
    }

    private void cancelNext() {
        scheduledNumber++;
        if (next != null) {
            next.cancel(false);
            CancelledTask.remove(next);
            next = null;
        }
    }
}
