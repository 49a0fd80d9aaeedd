package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import java.time.Duration;
import java.util.Optional;

/**
 * The durations of a registration, which fit each other.
 *
 * @param ttl the TTL to ask for, in whole seconds, at least one
 * @param requestTimeout the limit of one request; at most a third of the TTL, so that a request that is not answered
 *     leaves time for others
 * @param retryCap the longest time from the start of an attempt to the start of the next after one has failed; at least
 *     {@link #RETRY_FLOOR}
 */
public record Timing(Duration ttl, Duration requestTimeout, Duration retryCap) {

    /** The shortest time from the start of an attempt to the start of the next: two attempts a second. */
    public static final Duration RETRY_FLOOR = Duration.ofMillis(500);

    /** The shortest TTL: etcd counts whole seconds. */
    public static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

    /** The shortest request timeout. */
    public static final Duration SHORTEST_REQUEST_TIMEOUT = Duration.ofMillis(50);

    public Timing {
        require(ttl.compareTo(SHORTEST_TTL) >= 0 && ttl.toNanosPart() == 0, "TTL", ttl);
        require(requestTimeout.compareTo(SHORTEST_REQUEST_TIMEOUT) >= 0, "request timeout", requestTimeout);
        require(requestTimeout.compareTo(longestRequestTimeout(ttl)) <= 0, "request timeout", requestTimeout);
        require(retryCap.compareTo(RETRY_FLOOR) >= 0, "retry cap", retryCap);
    }

    /** The longest request timeout that fits a TTL. */
    public static Duration longestRequestTimeout(Duration ttl) {
        return ttl.dividedBy(3);
    }

    /** What is wrong with a TTL that was granted, if it is not the one asked for. */
    Optional<Problem> differsFrom(Duration granted) {
        return granted.equals(ttl)
                ? Optional.empty()
                : Optional.of(new Problem(
                        ProblemCode.TTL_DIFFERS,
                        "etcd grants a TTL of " + granted.toSeconds() + " s instead of " + ttl.toSeconds() + " s"));
    }

    private static void require(boolean condition, String name, Duration value) {
        if (!condition) {
            throw new IllegalArgumentException("no good " + name + ": " + value);
        }
    }
}
