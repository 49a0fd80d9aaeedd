package io.github.etcdregistrar;

/** No instance of a service is known. The message says since when, why, and what is known of etcd. */
public class NoInstanceException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public NoInstanceException(String message) {
        super(message);
    }
}
