package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import java.util.Set;

/** Etcd could not be reached, did not answer in time, or refused. The lease may be alive all the same. */
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

    /** A claim was put in no round, because its keys kept changing. */
    static EtcdUnavailableException contested(Set<String> keys) {
        return new EtcdUnavailableException(
                ProblemCode.KEY_CONTESTED, "somebody else keeps changing " + String.join(", ", keys), null);
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }
}
