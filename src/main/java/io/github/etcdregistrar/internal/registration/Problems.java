package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.ProblemCode.*;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Makes and classifies problems. */
public final class Problems {

    /** Those after which the lease can be renewed, and other services registered. An etcd without space still renews. */
    private static final Set<ProblemCode> OF_ONE_SERVICE = EnumSet.of(
            NOTHING_TO_REGISTER, TOO_LARGE, PERMISSION_DENIED, KEY_CONTESTED, OUT_OF_SPACE, ETCD_ERROR, INTERNAL_ERROR);

    /** Those that each member of etcd has in words of its own. */
    private static final Set<ProblemCode> OF_ONE_MEMBER = EnumSet.of(
            NAME_NOT_RESOLVED, CONNECTION_REFUSED, UNREACHABLE, TIMEOUT, CONNECTION_LOST, NO_LEADER, OVERLOADED);

    /** How long after its expiry etcd removes a lease, at the most. */
    private static final Duration REMOVAL = Duration.ofSeconds(2);

    private Problems() {}

    /** The problem of an exception; an exception that brings none is an error of this library, the client or the server. */
    public static Problem of(Throwable e) {
        return e instanceof EtcdUnavailableException unavailable
                ? unavailable.problem()
                : new Problem(INTERNAL_ERROR, e.toString());
    }

    /** The problem of a key that somebody else holds. */
    static Problem keyHeld(Entry owner) {
        String lease = owner.lease() == 0 ? "without a lease" : "under lease " + LeaseIds.format(owner.lease());
        return new Problem(
                KEY_HELD,
                owner.key() + " is held by somebody else, " + lease + ", since revision " + owner.createRevision());
    }

    /**
     * The problem of a key that an earlier start of this instance has left behind.
     *
     * @param ttl the TTL of its lease
     */
    static Problem keyLeftBehind(Entry left, Duration ttl) {
        return new Problem(
                KEY_LEFT_BEHIND,
                left.key() + " is held by an earlier start of this instance, gone within "
                        + ttl.plus(REMOVAL).toSeconds() + " s");
    }

    /** Whether a problem is about what one service registers, while etcd serves the others. */
    public static boolean isOfOneService(Problem problem) {
        return OF_ONE_SERVICE.contains(problem.code());
    }

    /** Whether a problem is about the way to a member of etcd, or the member. */
    static boolean isOfOneMember(Problem problem) {
        return OF_ONE_MEMBER.contains(problem.code());
    }
}
