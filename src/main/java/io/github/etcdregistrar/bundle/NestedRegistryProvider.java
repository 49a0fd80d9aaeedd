package io.github.etcdregistrar.bundle;

import io.github.etcdregistrar.registration.Registry;
import io.github.etcdregistrar.registration.RegistryProvider;
import io.github.etcdregistrar.registration.RegistrySettings;
import java.io.UncheckedIOException;

/** Opens the provider of the nested archive; in the bundle named in {@code META-INF/services}. */
public final class NestedRegistryProvider implements RegistryProvider {

    private static final String ARCHIVE = "META-INF/etcd-registrar/etcd.jar";
    /** By name, because it can only be found in the archive. */
    private static final String PROVIDER = "io.github.etcdregistrar.etcd.EtcdRegistryProvider";

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException if the archive cannot be read
     */
    @Override
    public Registry open(RegistrySettings settings) {
        ArchiveClassLoader loader = ArchiveClassLoader.open(ARCHIVE);
        Registry registry = null;
        try {
            registry = ((RegistryProvider)
                            loader.loadClass(PROVIDER).getConstructor().newInstance())
                    .open(settings);
            return new NestedRegistry(registry, loader);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the bundle is not complete", e);
        } finally {
            if (registry == null) {
                loader.close();
            }
        }
    }
}
