package io.github.etcdregistrar.bundle;

import io.github.etcdregistrar.registration.Entry;
import io.github.etcdregistrar.registration.LeaseLostException;
import io.github.etcdregistrar.registration.Registry;
import io.github.etcdregistrar.registration.RegistryUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A registry whose classes come from an archive, which is closed together with it. */
record NestedRegistry(Registry registry, ArchiveClassLoader archive) implements Registry {

    @Override
    public Duration grant(long lease, Duration ttl) throws RegistryUnavailableException {
        return registry.grant(lease, ttl);
    }

    @Override
    public Duration renew(long lease) throws LeaseLostException, RegistryUnavailableException {
        return registry.renew(lease);
    }

    @Override
    public Map<String, Entry> read(Set<String> keys, Runnable onChange) throws RegistryUnavailableException {
        return registry.read(keys, onChange);
    }

    @Override
    public boolean put(long lease, Map<String, String> entries, Map<String, Entry> found)
            throws LeaseLostException, RegistryUnavailableException {
        return registry.put(lease, entries, found);
    }

    @Override
    public void revoke(long lease, Duration timeout) throws RegistryUnavailableException {
        registry.revoke(lease, timeout);
    }

    @Override
    public void close() {
        try {
            registry.close();
        } finally {
            archive.close();
        }
    }
}
