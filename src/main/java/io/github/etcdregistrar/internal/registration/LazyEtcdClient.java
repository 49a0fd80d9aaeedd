package io.github.etcdregistrar.internal.registration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** Opens a client when it is first needed, and never again after it was closed. */
final class LazyEtcdClient implements Supplier<EtcdClient> {

    private static final Logger LOG = System.getLogger(Registration.class.getName());

    private final Supplier<EtcdClient> open;
    private volatile boolean closed;
    /** Volatile, because another thread closes it during a call, to end that call. */
    private volatile EtcdClient client;

    LazyEtcdClient(Supplier<EtcdClient> open) {
        this.open = open;
    }

    /** The client. Called by one thread at a time. */
    @Override
    public EtcdClient get() {
        if (client == null) {
            if (closed) {
                throw new IllegalStateException("the registration was stopped");
            }
            client = open.get();
        }
        return client;
    }

    /** Whether it was opened, and not closed. */
    boolean isOpen() {
        return client != null && !closed;
    }

    /** Closes it, whoever is using it. */
    void close() {
        closed = true;
        closeIfClosing();
    }

    /** Closes a client that get() opened during close(). */
    void closeIfClosing() {
        EtcdClient opened = client;
        if (closed && opened != null) {
            try {
                opened.close();
            } catch (RuntimeException | LinkageError e) {
                LOG.log(Level.WARNING, "The connection to etcd could not be closed", e);
            }
        }
    }
}
