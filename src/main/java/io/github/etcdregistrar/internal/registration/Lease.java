package io.github.etcdregistrar.internal.registration;

import java.time.Duration;

/** A lease: its id, and its deadline by the monotonic clock. */
final class Lease {

    /** From this TTL on two thirds are time enough for every retry. */
    private static final Duration LONG = Duration.ofSeconds(15);

    final long id;
    private Duration ttl;
    private long renewalSent;

    Lease(long id) {
        this.id = id;
    }

    /** Etcd has granted or renewed the lease. */
    void renewed(long sentNanos, Duration newTtl) {
        renewalSent = sentNanos;
        ttl = newTtl;
    }

    /** Whether etcd has answered that it granted this lease. It may have granted it, and the answer was lost. */
    boolean isGranted() {
        return ttl != null;
    }

    Duration ttl() {
        return ttl;
    }

    /** The last moment at which the lease is surely alive. Etcd counts from the arrival of the request, so its own deadline is later. */
    long deadlineNanos() {
        return renewalSent + ttl.toNanos();
    }

    Duration remaining(long nowNanos) {
        return isGranted() ? Duration.ofNanos(Math.max(0, deadlineNanos() - nowNanos)) : Duration.ZERO;
    }

    /**
     * When to renew: after a quarter of a short TTL. That leaves room for three requests without an answer: at a TTL
     * of 5 s the network may hold everything for 3 s. A third of a long one leaves more than that.
     */
    long renewalDueNanos() {
        return renewalSent + ttl.toNanos() / (ttl.compareTo(LONG) < 0 ? 4 : 3);
    }
}
