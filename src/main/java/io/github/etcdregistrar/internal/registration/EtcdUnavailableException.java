package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import java.util.Set;

/**
 * Etcd could not be asked, did not answer in time or refused. It says nothing about the lease, which may well be alive.
 */
public class EtcdUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private EtcdUnavailableException(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    public EtcdUnavailableException(ProblemCode code, String message, Throwable cause) {
        this(new Problem(code, message), cause);
    }

    /** It was tried a few times, and each time the keys were not as they had been read. */
    static EtcdUnavailableException contested(Set<String> keys) {
        return new EtcdUnavailableException(
                ProblemCode.KEY_CONTESTED, String.join(", ", keys) + " is changed by somebody else all the time", null);
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }
}
