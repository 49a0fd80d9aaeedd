package io.github.etcdregistrar.registration;

/**
 * Etcd could not be asked, did not answer in time or refused. It says nothing about the lease, which may well be alive.
 * The message is one line that names the endpoint and the cause, and contains no secret.
 */
public class RegistryUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
