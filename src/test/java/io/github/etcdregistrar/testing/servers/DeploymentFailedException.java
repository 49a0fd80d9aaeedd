package io.github.etcdregistrar.testing.servers;

/** The server would not have an application; the message is what it said. */
public final class DeploymentFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeploymentFailedException(String message) {
        super(message);
    }
}
