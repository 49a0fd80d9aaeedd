package io.github.etcdregistrar.registration;

/**
 * Etcd could not be asked, did not answer in time or refused. It says nothing about the lease, which may well be alive.
 */
public class RegistryUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private RegistryUnavailableException(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    public RegistryUnavailableException(ProblemCode code, String message, Throwable cause) {
        this(new Problem(code, message), cause);
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }
}
