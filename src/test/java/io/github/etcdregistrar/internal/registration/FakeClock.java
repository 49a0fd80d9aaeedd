package io.github.etcdregistrar.internal.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Time that passes only when told to. The wall clock can be set apart from the monotonic one. */
public final class FakeClock {

    private static final Duration TICK = Duration.ofMillis(250);

    private long nanos = Long.MAX_VALUE - 1_000_000_000; // overflows after a second: nanoTime may
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private boolean wokenUp;
    private int wakeUps;
    private int passes;
    private final SplittableRandom random = new SplittableRandom(42);
    private final List<Timer> timers = new ArrayList<>();

    private record Timer(long nanos, Runnable action) {}

    public void advance(Duration time) {
        long end = nanos + time.toNanos();
        for (Optional<Timer> next = next(end); next.isPresent(); next = next(end)) {
            timers.remove(next.get());
            set(next.get().nanos);
            next.get().action.run();
        }
        set(end);
    }

    private Optional<Timer> next(long end) {
        return timers.stream().filter(timer -> timer.nanos - end <= 0).min((a, b) -> Long.signum(a.nanos - b.nanos));
    }

    private void set(long later) {
        wall = wall.plusNanos(later - nanos);
        nanos = later;
    }

    /** Does something at a time, while that passes. */
    void at(long time, Runnable action) {
        timers.add(new Timer(time, action));
    }

    public void setWallClock(Instant instant) {
        wall = instant;
    }

    public long nanos() {
        return nanos;
    }

    public Instant wall() {
        return wall;
    }

    /** Lets some time pass in which a registration makes its steps, as in the loop. */
    void run(Registration registration, Duration time) {
        long end = nanos + time.toNanos();
        while (nanos - end < 0) {
            wokenUp = false;
            passes++;
            long due =
                    Math.min(end - nanos, Math.max(1, registration.reconcile().toNanos())) + nanos;
            while (due - nanos > 0 && !wokenUp) {
                advance(Duration.ofNanos(Math.min(due - nanos, TICK.toNanos())));
            }
        }
    }

    /** Ends the wait between two steps. */
    void wakeUp() {
        wokenUp = true;
        wakeUps++;
    }

    /** How often the wait was ended. */
    int wakeUps() {
        return wakeUps;
    }

    /** How many steps there were. */
    int passes() {
        return passes;
    }

    public TimeAndRandom timeAndRandom() {
        return new TimeAndRandom(this::nanos, this::wall, random);
    }
}
