package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.internal.registration.EtcdClient;
import java.util.function.Supplier;

/** The one client of registration and discovery, opened by the first that needs it. */
final class SharedEtcdClient implements AutoCloseable {

    private final Supplier<EtcdClient> open;
    private EtcdClient client;
    /** Whether the registration has it, which closes it. */
    private boolean registrations;

    SharedEtcdClient(Supplier<EtcdClient> open) {
        this.open = open;
    }

    /** The client, to be closed by the caller. */
    synchronized EtcdClient forRegistration() {
        registrations = true;
        return get();
    }

    /** The client, not to be closed by the caller. */
    synchronized EtcdClient get() {
        if (client == null) {
            client = open.get();
        }
        return client;
    }

    /** Closes a client that the registration never had. */
    @Override
    public synchronized void close() {
        if (client != null && !registrations) {
            client.close();
        }
    }
}
