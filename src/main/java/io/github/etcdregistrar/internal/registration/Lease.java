package io.github.etcdregistrar.internal.registration;

import java.time.Duration;

/** One lease: its id, and how long it is good for by the monotonic clock. */
final class Lease {

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

    /** Whether etcd has said that it granted this lease. It may have, and the answer got lost. */
    boolean isGranted() {
        return ttl != null;
    }

    Duration ttl() {
        return ttl;
    }

    /** The last moment at which the lease is alive for sure. Etcd counts from when the request arrived, so later. */
    long deadlineNanos() {
        return renewalSent + ttl.toNanos();
    }

    Duration remaining(long nowNanos) {
        return isGranted() ? Duration.ofNanos(Math.max(0, deadlineNanos() - nowNanos)) : Duration.ZERO;
    }

    /**
     * When to renew: after a quarter of the TTL. That leaves room for three requests that are not answered, so at a TTL
     * of 5 s the network may hold everything for 3 s.
     */
    long renewalDueNanos() {
        return renewalSent + ttl.toNanos() / 4;
    }
}
