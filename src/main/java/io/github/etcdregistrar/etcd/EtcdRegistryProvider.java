package io.github.etcdregistrar.etcd;

import io.github.etcdregistrar.registration.Registry;
import io.github.etcdregistrar.registration.RegistryProvider;
import io.github.etcdregistrar.registration.RegistrySettings;

/** Opens etcd; named in {@code META-INF/services}. */
public final class EtcdRegistryProvider implements RegistryProvider {

    @Override
    public Registry open(RegistrySettings settings) {
        return new EtcdRegistry(settings);
    }
}
