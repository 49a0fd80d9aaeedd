package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Compares what the application says with what etcd holds. REGISTERED must be true: the key stands under the lease that
 * it names, and etcd's lease lives for at least as long as it says. It is forgiven for what it cannot know, a deed done
 * by hand, for no longer than its lease would live.
 */
final class StatusTruth {
    private static final Duration ANSWER = Duration.ofMillis(500);
    private static final Duration FORGIVEN = Scene.TTL.plusSeconds(1);
    /** Etcd tells the seconds that a lease has left, rounded down. */
    private static final long ROUNDING_MILLIS = 1000;

    /** More of the same would help nobody. */
    private static final int MOST_PROBLEMS = 3;

    private final EtcdView view;
    private final Hand hand;
    private final App app;
    private final List<String> problems = new ArrayList<>();

    StatusTruth(EtcdView view, Hand hand, App app) {
        this.view = view;
        this.hand = hand;
        this.app = app;
    }

    /**
     * Asks the application, and compares.
     *
     * @param before the key as etcd has just held it
     */
    void compare(Optional<Entry> before) {
        long start = System.nanoTime();
        Optional<Report> asked = app.report(ANSWER);
        if (asked.isEmpty()) {
            return;
        }
        Report report = asked.get();
        if (!report.contradiction().isEmpty()) {
            add(report.contradiction());
        }
        if (!report.isRegistered()) {
            return;
        }
        long lease = Long.parseUnsignedLong(report.lease(), 16);
        long ttl = view.ttl(lease);
        long leftMillis = TimeUnit.SECONDS.toMillis(ttl) + ROUNDING_MILLIS;
        long sinceMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        // The key may have come between the two looks, or gone; under another lease or none at both, it was not there.
        boolean stood = isUnder(lease, before) || isUnder(lease, view.get(Scene.KEY));
        if (isForgiven(start)) {
            return;
        }
        if (!stood) {
            add("REGISTERED though the key was not there under lease " + report.lease());
        } else if (ttl >= 0 && leftMillis + sinceMillis < report.remainingMillis()) {
            // A lease that is gone may have been revoked since the application answered. If it was not, the next look
            // will tell, which finds no key under it.
            add("said to have " + report.remainingMillis() + " ms left, and etcd gave the lease " + leftMillis
                    + " ms at the most");
        }
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    private boolean isForgiven(long atNanos) {
        return atNanos - hand.lastDeed() < FORGIVEN.toNanos();
    }

    private synchronized void add(String problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }

    private static boolean isUnder(long lease, Optional<Entry> entry) {
        return entry.isPresent() && entry.get().lease() == lease;
    }
}
