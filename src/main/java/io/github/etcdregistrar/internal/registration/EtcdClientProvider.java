package io.github.etcdregistrar.internal.registration;

import java.util.ServiceLoader;

/**
 * Opens an {@link EtcdClient}; found as a {@linkplain ServiceLoader service}, so that this package knows no client
 * library.
 */
public interface EtcdClientProvider {

    /** Opens a client without connecting: the first call connects. */
    EtcdClient open(EtcdClientConfig settings);

    /**
     * Finds the provider and opens a client with it.
     *
     * @throws IllegalStateException if there is no provider
     */
    static EtcdClient openClient(EtcdClientConfig settings) {
        return ServiceLoader.load(EtcdClientProvider.class, EtcdClientProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("there is no provider of " + EtcdClientProvider.class.getName()))
                .open(settings);
    }
}
