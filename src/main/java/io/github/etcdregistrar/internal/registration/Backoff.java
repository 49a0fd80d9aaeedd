package io.github.etcdregistrar.internal.registration;

import java.time.Duration;

/** When the next attempt is due. */
final class Backoff {

    private final Duration cap;
    private final TimeAndRandom surroundings;
    private long started;
    private long due;
    private boolean backingOff;

    Backoff(Duration cap, TimeAndRandom surroundings) {
        this.cap = cap;
        this.surroundings = surroundings;
        this.due = surroundings.nanoTime().getAsLong();
        this.started = due - Timing.RETRY_FLOOR.toNanos();
    }

    /** An attempt begins. */
    void started(long nowNanos) {
        started = nowNanos;
    }

    /** The attempt has succeeded; the next is due at the time given, or up to a twentieth of the interval earlier. */
    void succeeded(long nextNanos) {
        backingOff = false;
        due = nextNanos - randomUpTo((nextNanos - started) / 20);
        if (due - earliest() < 0) {
            due = earliest();
        }
    }

    /** The lease is well, but not all that is under it: that is tried again within the cap. */
    void succeededInPart(long nextNanos) {
        succeeded(nextNanos);
        long again = earliest() + randomUpTo(cap.minus(Timing.RETRY_FLOOR).toNanos());
        due = again - due < 0 ? again : due;
    }

    /**
     * The attempt has failed. While the lease is alive the next one follows as soon as may be, for time is short and
     * renewals are spread anyway. Without a living lease attempts are spread between the floor and the cap, so that ten
     * thousand instances do not arrive together, and each is there within the cap of etcd's coming back.
     *
     * @param remaining how long the lease lives yet
     */
    void failed(Duration remaining) {
        backingOff = true;
        Duration longest = remaining.isZero() ? cap : min(cap, max(Timing.RETRY_FLOOR, remaining.dividedBy(8)));
        long spread = longest.minus(Timing.RETRY_FLOOR).toNanos();
        due = started + Timing.RETRY_FLOOR.toNanos() + randomUpTo(spread);
    }

    /** There is something to do: the next attempt is due as soon as may be. */
    void hurry() {
        due = earliest();
    }

    /**
     * How long until the next attempt, zero if it is due.
     *
     * @param hurry whether there is something to do before then; of no account after a failure, which is itself a
     *     reason to look after everything, but later
     */
    Duration untilDue(long nowNanos, boolean hurry) {
        long next = hurry && !backingOff && earliest() - due < 0 ? earliest() : due;
        return Duration.ofNanos(Math.max(0, next - nowNanos));
    }

    private long earliest() {
        return started + Timing.RETRY_FLOOR.toNanos();
    }

    private long randomUpTo(long bound) {
        return bound <= 0 ? 0 : surroundings.random().nextLong(bound);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
