package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import java.time.Duration;
import java.util.Optional;

/**
 * The durations of a registration, which must fit each other.
 *
 * @param ttl the TTL to ask for, in whole seconds, at least one
 * @param requestTimeout the limit of one request; at most a third of the TTL, so that an unanswered request leaves
 *     time for others
 * @param retryCap the longest time from the start of a failed attempt to the start of the next; at least {@link
 *     #RETRY_FLOOR}
 */
public record Timing(Duration ttl, Duration requestTimeout, Duration retryCap) {

    /** The shortest time from the start of an attempt to the start of the next: two attempts a second. */
    public static final Duration RETRY_FLOOR = Duration.ofMillis(500);

    /** The shortest TTL: etcd counts whole seconds. */
    public static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

    /** The shortest request timeout. */
    public static final Duration SHORTEST_REQUEST_TIMEOUT = Duration.ofMillis(50);

    public Timing {
        require(
                ttl.compareTo(SHORTEST_TTL) >= 0 && ttl.toNanosPart() == 0,
                "the TTL must be in whole seconds, and at least " + SHORTEST_TTL,
                ttl);
        require(
                requestTimeout.compareTo(SHORTEST_REQUEST_TIMEOUT) >= 0
                        && requestTimeout.compareTo(longestRequestTimeout(ttl)) <= 0,
                "the request timeout must be from " + SHORTEST_REQUEST_TIMEOUT + " to a third of the TTL",
                requestTimeout);
        require(retryCap.compareTo(RETRY_FLOOR) >= 0, "the retry cap must be at least " + RETRY_FLOOR, retryCap);
    }

    /** The longest request timeout that fits a TTL. */
    public static Duration longestRequestTimeout(Duration ttl) {
        return ttl.dividedBy(3);
    }

    /** The problem if the granted TTL differs. */
    Optional<Problem> differsFrom(Duration granted) {
        return granted.equals(ttl)
                ? Optional.empty()
                : Optional.of(new Problem(
                        ProblemCode.TTL_DIFFERS,
                        "etcd grants a TTL of " + granted.toSeconds() + " s instead of " + ttl.toSeconds() + " s"));
    }

    private static void require(boolean condition, String rule, Duration value) {
        if (!condition) {
            throw new IllegalArgumentException(rule + ", but is " + value);
        }
    }
}
