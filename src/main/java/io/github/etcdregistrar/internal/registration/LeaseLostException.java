package io.github.etcdregistrar.internal.registration;

/** Etcd has answered that there is no such lease: it has expired, or was revoked, or the data are gone. */
public class LeaseLostException extends Exception {

    private static final long serialVersionUID = 1L;

    public LeaseLostException(long lease) {
        super("etcd knows no lease " + LeaseIds.format(lease));
    }
}
