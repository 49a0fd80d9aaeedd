package io.github.etcdregistrar.internal.registration;

import java.util.ServiceLoader;

/** Opens a {@link EtcdClient}; found as a {@linkplain ServiceLoader service}, so that this package knows no client. */
public interface EtcdClientProvider {

    /** Opens a registry without connecting: etcd is first asked by the first call. */
    EtcdClient open(EtcdClientConfig settings);

    /**
     * Finds the provider and opens a registry with it.
     *
     * @throws IllegalStateException if there is no provider
     */
    static EtcdClient openRegistry(EtcdClientConfig settings) {
        return ServiceLoader.load(EtcdClientProvider.class, EtcdClientProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + EtcdClientProvider.class.getName() + " is there"))
                .open(settings);
    }
}
