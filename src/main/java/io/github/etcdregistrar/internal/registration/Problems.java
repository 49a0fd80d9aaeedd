package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.ProblemCode.*;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import java.util.EnumSet;
import java.util.Set;

/** Classifies problems. */
final class Problems {

    /** Etcd has answered, or need not be asked. */
    private static final Set<ProblemCode> OF_ONE_SERVICE = EnumSet.of(
            NOTHING_TO_REGISTER, TOO_LARGE, PERMISSION_DENIED, KEY_CONTESTED, OUT_OF_SPACE, ETCD_ERROR, INTERNAL_ERROR);

    private Problems() {}

    /** The problem of an exception; an exception that brings none is an error of this library, the client or the server. */
    static Problem of(Throwable e) {
        return e instanceof EtcdUnavailableException unavailable
                ? unavailable.problem()
                : new Problem(INTERNAL_ERROR, e.toString());
    }

    /** Whether a problem is about what one service registers, while etcd serves the others. */
    static boolean isOfOneService(Problem problem) {
        return OF_ONE_SERVICE.contains(problem.code());
    }
}
