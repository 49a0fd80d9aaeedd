package io.github.etcdregistrar.internal.discovery;

import java.time.Duration;

/**
 * The durations of a discovery.
 *
 * @param requestTimeout the limit of one request; proofs are asked for that often
 * @param grace how long suspect instances stay, while etcd proves the list
 */
public record DiscoveryTiming(Duration requestTimeout, Duration grace) {

    /** How many TTLs suspect instances stay by default: they are registering anew, and may have to wait for a lease. */
    public static final int GRACE_TTLS = 3;

    /** At most twenty snapshots a second. */
    static final Duration BETWEEN_SNAPSHOTS = Duration.ofMillis(50);

    /** The shortest time between two attempts to list. */
    static final Duration RETRY_FLOOR = Duration.ofMillis(500);

    /** The longest, so that the list is true again within two seconds. */
    static final Duration RETRY_CAP = Duration.ofSeconds(1);

    /** How long an instance that has refused a connection is passed over. */
    static final Duration REFUSED = Duration.ofSeconds(3);

    /** When the list counts as stale: the time since the last proof. */
    Duration staleAfter() {
        return requestTimeout.multipliedBy(2);
    }
}
