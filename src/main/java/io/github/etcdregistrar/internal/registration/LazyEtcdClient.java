package io.github.etcdregistrar.internal.registration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** A registry that is opened when it is needed first, and never again once it has been closed. */
final class LazyEtcdClient implements Supplier<EtcdClient> {

    private static final Logger LOG = System.getLogger(Registration.class.getName());

    private final Supplier<EtcdClient> open;
    private volatile boolean closed;
    /** Volatile because it is closed while another thread is in a call of it, to end that. */
    private volatile EtcdClient registry;

    LazyEtcdClient(Supplier<EtcdClient> open) {
        this.open = open;
    }

    /** The registry; to be asked by one thread at a time. */
    @Override
    public EtcdClient get() {
        if (registry == null) {
            if (closed) {
                throw new IllegalStateException("the registration was stopped");
            }
            registry = open.get();
        }
        return registry;
    }

    /** Whether it has been opened, and not closed. */
    boolean isOpen() {
        return registry != null && !closed;
    }

    /** Closes it, whoever is using it. */
    void close() {
        closed = true;
        closeIfEnded();
    }

    /** Closes what was opened while it was being closed. */
    void closeIfEnded() {
        EtcdClient opened = registry;
        if (closed && opened != null) {
            try {
                opened.close();
            } catch (RuntimeException | LinkageError e) {
                LOG.log(Level.WARNING, "The connection to etcd could not be closed", e);
            }
        }
    }
}
