package io.github.etcdregistrar.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What should not have happened in a case, one sentence each. The case goes on: the table shows all of it. */
final class Problems {
    private static final long POLL_MILLIS = 50;

    private final List<String> all = new ArrayList<>();

    /** Notes a problem if something is not as it should be. */
    synchronized void expect(boolean condition, String problem) {
        if (!condition) {
            all.add(problem);
        }
    }

    /** Waits for something, and notes a problem if it does not come. */
    void expectSoon(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                expect(false, "waited in vain: " + what);
                return;
            }
            pause(POLL_MILLIS);
        }
    }

    synchronized List<String> all() {
        return List.copyOf(all);
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
