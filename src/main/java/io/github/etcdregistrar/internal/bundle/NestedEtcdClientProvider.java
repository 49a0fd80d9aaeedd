package io.github.etcdregistrar.internal.bundle;

import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import java.io.UncheckedIOException;

/** Opens the provider of the nested archive; in the bundle named in {@code META-INF/services}. */
public final class NestedEtcdClientProvider implements EtcdClientProvider {

    private static final String ARCHIVE = "META-INF/etcd-registrar/etcd.classes";
    /** By name, because it can only be found in the archive. */
    private static final String PROVIDER = "io.github.etcdregistrar.internal.etcd.GrpcEtcdClientProvider";

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException if the archive cannot be read
     */
    @Override
    public EtcdClient open(EtcdClientConfig settings) {
        ArchiveClassLoader loader = ArchiveClassLoader.open(ARCHIVE);
        EtcdClient client = null;
        try {
            client = ((EtcdClientProvider)
                            loader.loadClass(PROVIDER).getConstructor().newInstance())
                    .open(settings);
            return new NestedEtcdClient(client, loader);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the bundle is not complete", e);
        } finally {
            if (client == null) {
                loader.close();
            }
        }
    }
}
