package io.github.etcdregistrar.internal.registration;

import java.time.Duration;

/** Decides when the next attempt is due. */
final class Backoff {

    private final Duration cap;
    private final TimeAndRandom timeAndRandom;
    private long startedNanos;
    private long dueNanos;
    private boolean backingOff;
    /** Whether an attempt was requested. Volatile, because any thread requests one. */
    private volatile boolean requested;

    Backoff(Duration cap, TimeAndRandom timeAndRandom) {
        this.cap = cap;
        this.timeAndRandom = timeAndRandom;
        this.dueNanos = timeAndRandom.now();
        this.startedNanos = dueNanos - Timing.RETRY_FLOOR.toNanos();
    }

    /**
     * Notes that an attempt starts.
     *
     * @param nanos when it started; before now, if the client began it between two passes
     * @param due whether it is one that was due, and so does what was requested
     */
    void started(long nanos, boolean due) {
        startedNanos = nanos;
        requested &= !due;
    }

    /** Makes the next attempt due as soon as the floor allows, unless the last one has failed. Any thread may call this. */
    void request() {
        requested = true;
    }

    /** Notes a success. The next attempt is due at the given time, or up to a twentieth of the interval earlier. */
    void succeeded(long nextNanos) {
        backingOff = false;
        dueNanos = nextNanos - randomUpTo((nextNanos - startedNanos) / 20);
        if (dueNanos - earliest() < 0) {
            dueNanos = earliest();
        }
    }

    /** Notes that the lease is alive and a claim is not complete. The next attempt follows within the cap. */
    void partlySucceeded(long nextNanos) {
        succeeded(nextNanos);
        long again = earliest() + randomUpTo(cap.minus(Timing.RETRY_FLOOR).toNanos());
        dueNanos = again - dueNanos < 0 ? again : dueNanos;
    }

    /**
     * Notes a failure. While the lease is alive, the next attempt follows soon, because time is short. Without a
     * living lease, attempts are spread at random between the floor and the cap (full jitter), so that ten thousand
     * instances do not arrive together and each is back within the cap after etcd is.
     *
     * @param remaining how long the lease lives if it is not renewed
     */
    void failed(Duration remaining) {
        backingOff = true;
        Duration longest = remaining.isZero() ? cap : min(cap, max(Timing.RETRY_FLOOR, remaining.dividedBy(8)));
        long spread = longest.minus(Timing.RETRY_FLOOR).toNanos();
        dueNanos = startedNanos + Timing.RETRY_FLOOR.toNanos() + randomUpTo(spread);
    }

    /** Makes the next attempt due as soon as the floor allows. */
    void scheduleNow() {
        dueNanos = earliest();
    }

    /**
     * How long until the next attempt; zero if it is due.
     *
     * @param urgent whether work is waiting; ignored after a failure, because the next attempt does that work, too
     */
    Duration delayUntilDue(long nowNanos, boolean urgent) {
        long next = (urgent || requested) && !backingOff && earliest() - dueNanos < 0 ? earliest() : dueNanos;
        return Duration.ofNanos(Math.max(0, next - nowNanos));
    }

    private long earliest() {
        return startedNanos + Timing.RETRY_FLOOR.toNanos();
    }

    private long randomUpTo(long bound) {
        return bound <= 0 ? 0 : timeAndRandom.random().nextLong(bound);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
