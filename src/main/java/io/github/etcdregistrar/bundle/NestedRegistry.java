package io.github.etcdregistrar.bundle;

import io.github.etcdregistrar.registration.Entry;
import io.github.etcdregistrar.registration.LeaseLostException;
import io.github.etcdregistrar.registration.Registry;
import io.github.etcdregistrar.registration.RegistryUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A registry whose classes come from an archive, which is closed together with it. */
final class NestedRegistry implements Registry {

    private final Registry registry;
    private final ArchiveClassLoader archive;
    private volatile boolean closed;

    NestedRegistry(Registry registry, ArchiveClassLoader archive) {
        this.registry = registry;
        this.archive = archive;
    }

    @Override
    public void prepare() throws RegistryUnavailableException {
        open().prepare();
    }

    @Override
    public Duration grant(long lease, Duration ttl) throws RegistryUnavailableException {
        return open().grant(lease, ttl);
    }

    @Override
    public Duration renew(long lease) throws LeaseLostException, RegistryUnavailableException {
        return open().renew(lease);
    }

    @Override
    public Map<String, Entry> read(Object reader, Set<String> keys, Runnable onChange)
            throws RegistryUnavailableException {
        return open().read(reader, keys, onChange);
    }

    @Override
    public void unwatch(Object reader) {
        open().unwatch(reader);
    }

    @Override
    public boolean put(long lease, Map<String, String> entries, Set<String> obsolete, Map<String, Entry> found)
            throws LeaseLostException, RegistryUnavailableException {
        return open().put(lease, entries, obsolete, found);
    }

    @Override
    public void revoke(long lease, Duration timeout) throws RegistryUnavailableException {
        open().revoke(lease, timeout);
    }

    @Override
    public void close() {
        closed = true;
        try {
            registry.close();
        } finally {
            archive.close();
        }
    }

    /** The registry, unless its classes may be gone. */
    private Registry open() {
        if (closed) {
            throw new IllegalStateException("the connection to etcd is closed");
        }
        return registry;
    }
}
