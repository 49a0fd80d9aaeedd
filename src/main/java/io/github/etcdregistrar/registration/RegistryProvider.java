package io.github.etcdregistrar.registration;

import java.util.ServiceLoader;

/** Opens a {@link Registry}; found as a {@linkplain ServiceLoader service}, so that this package knows no client. */
public interface RegistryProvider {

    /** Opens a registry without connecting: etcd is first asked by the first call. */
    Registry open(RegistrySettings settings);

    /**
     * Finds the provider and opens a registry with it.
     *
     * @throws IllegalStateException if there is no provider
     */
    static Registry openRegistry(RegistrySettings settings) {
        return ServiceLoader.load(RegistryProvider.class, RegistryProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + RegistryProvider.class.getName() + " is there"))
                .open(settings);
    }
}
