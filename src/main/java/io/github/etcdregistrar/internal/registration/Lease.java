package io.github.etcdregistrar.internal.registration;

import java.time.Duration;

/** A lease: its id, and its deadline by the monotonic clock. */
final class Lease {

    /** From this TTL on two thirds are time enough for every retry. */
    private static final Duration LONG = Duration.ofSeconds(15);

    final long id;
    /** Volatile, because the client renews, too, on a thread of its own. */
    private volatile Renewal last;

    private record Renewal(long sentNanos, Duration ttl) {}

    Lease(long id) {
        this.id = id;
    }

    /** Etcd has granted or renewed the lease. The renewal that was sent last counts. */
    synchronized void renewed(long sentNanos, Duration ttl) {
        if (last == null || sentNanos - last.sentNanos >= 0) {
            last = new Renewal(sentNanos, ttl);
        }
    }

    /** Whether etcd has answered that it granted this lease. It may have granted it, and the answer was lost. */
    boolean isGranted() {
        return last != null;
    }

    Duration ttl() {
        return last.ttl;
    }

    /** The last moment at which the lease is surely alive. Etcd counts from the arrival of the request, so its own deadline is later. */
    private long deadlineNanos() {
        Renewal renewal = last;
        return renewal.sentNanos + renewal.ttl.toNanos();
    }

    Duration remaining(long nowNanos) {
        return isGranted() ? Duration.ofNanos(Math.max(0, deadlineNanos() - nowNanos)) : Duration.ZERO;
    }

    /** When to renew. */
    long renewalDueNanos() {
        return last.sentNanos + renewalInterval().toNanos();
    }

    /**
     * The time between two renewals: a quarter of a short TTL. That leaves room for three requests without an answer: at
     * a TTL of 5 s the network may hold everything for 3 s. A third of a long one leaves more than that.
     */
    Duration renewalInterval() {
        Duration ttl = ttl();
        return Duration.ofNanos(ttl.toNanos() / (ttl.compareTo(LONG) < 0 ? 4 : 3));
    }
}
