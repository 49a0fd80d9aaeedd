package io.github.etcdregistrar.internal.bundle;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.KeepAliveListener;
import io.github.etcdregistrar.internal.registration.LeaseLostException;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A client whose classes come from an archive, which is closed with it. */
final class NestedEtcdClient implements EtcdClient {

    private final EtcdClient client;
    private final ArchiveClassLoader archive;
    private volatile boolean closed;

    NestedEtcdClient(EtcdClient client, ArchiveClassLoader archive) {
        this.client = client;
        this.archive = archive;
    }

    @Override
    public void prepare() throws EtcdUnavailableException {
        open().prepare();
    }

    @Override
    public Duration grant(long lease, Duration ttl) throws EtcdUnavailableException {
        return open().grant(lease, ttl);
    }

    @Override
    public Duration renew(long lease) throws LeaseLostException, EtcdUnavailableException {
        return open().renew(lease);
    }

    @Override
    public boolean keepAlive(long lease, Duration delay, Duration interval, int times, KeepAliveListener listener) {
        return open().keepAlive(lease, delay, interval, times, listener);
    }

    @Override
    public Map<String, Entry> read(Object reader, Set<String> keys, Runnable onChange) throws EtcdUnavailableException {
        return open().read(reader, keys, onChange);
    }

    @Override
    public void unwatch(Object reader) {
        open().unwatch(reader);
    }

    @Override
    public boolean put(long lease, Map<String, String> entries, Set<String> obsolete, Map<String, Entry> found)
            throws LeaseLostException, EtcdUnavailableException {
        return open().put(lease, entries, obsolete, found);
    }

    @Override
    public void revoke(long lease, Duration timeout) throws EtcdUnavailableException {
        open().revoke(lease, timeout);
    }

    @Override
    public PrefixClient prefixes() {
        return open().prefixes();
    }

    @Override
    public void close() {
        closed = true;
        try {
            client.close();
        } finally {
            archive.close();
        }
    }

    /** The client, unless its classes may be gone. */
    private EtcdClient open() {
        if (closed) {
            throw new IllegalStateException("the connection to etcd is closed");
        }
        return client;
    }
}
