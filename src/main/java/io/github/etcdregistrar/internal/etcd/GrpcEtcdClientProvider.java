package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;

/** Opens a {@link GrpcEtcdClient}; named in {@code META-INF/services}. */
public final class GrpcEtcdClientProvider implements EtcdClientProvider {

    @Override
    public EtcdClient open(EtcdClientConfig settings) {
        return new GrpcEtcdClient(settings, () -> new Connections(settings));
    }
}
