package io.github.etcdregistrar.registration;

/**
 * Etcd could not be asked, did not answer in time or refused. It says nothing about the lease, which may well be alive.
 */
public class RegistryUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public RegistryUnavailableException(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }
}
