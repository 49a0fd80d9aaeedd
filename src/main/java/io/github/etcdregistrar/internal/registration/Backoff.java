package io.github.etcdregistrar.internal.registration;

import java.time.Duration;

/** Decides when the next attempt is due. */
final class Backoff {

    private final Duration cap;
    private final TimeAndRandom timeAndRandom;
    private long started;
    private long due;
    private boolean backingOff;

    Backoff(Duration cap, TimeAndRandom timeAndRandom) {
        this.cap = cap;
        this.timeAndRandom = timeAndRandom;
        this.due = timeAndRandom.nanoTime().getAsLong();
        this.started = due - Timing.RETRY_FLOOR.toNanos();
    }

    /** Notes that an attempt starts. */
    void started(long nowNanos) {
        started = nowNanos;
    }

    /** Notes a success. The next attempt is due at the given time, or up to a twentieth of the interval earlier. */
    void succeeded(long nextNanos) {
        backingOff = false;
        due = nextNanos - randomUpTo((nextNanos - started) / 20);
        if (due - earliest() < 0) {
            due = earliest();
        }
    }

    /** Notes that the lease is alive and a claim is not complete. The next attempt follows within the cap. */
    void succeededInPart(long nextNanos) {
        succeeded(nextNanos);
        long again = earliest() + randomUpTo(cap.minus(Timing.RETRY_FLOOR).toNanos());
        due = again - due < 0 ? again : due;
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
        due = started + Timing.RETRY_FLOOR.toNanos() + randomUpTo(spread);
    }

    /** Makes the next attempt due as soon as the floor allows. */
    void scheduleNow() {
        due = earliest();
    }

    /**
     * How long until the next attempt; zero if it is due.
     *
     * @param urgent whether work is waiting; ignored after a failure, because the next attempt does that work, too
     */
    Duration delayUntilDue(long nowNanos, boolean urgent) {
        long next = urgent && !backingOff && earliest() - due < 0 ? earliest() : due;
        return Duration.ofNanos(Math.max(0, next - nowNanos));
    }

    private long earliest() {
        return started + Timing.RETRY_FLOOR.toNanos();
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
