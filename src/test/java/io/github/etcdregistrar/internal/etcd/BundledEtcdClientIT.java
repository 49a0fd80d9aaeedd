package io.github.etcdregistrar.internal.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.internal.registration.EtcdClient;
import org.junit.jupiter.api.Test;

/** The same of the bundle, which is what integration tests run against. */
class BundledEtcdClientIT extends GrpcEtcdClientTest {
    @Test
    void theRegistryIsTheBundles() {
        try (EtcdClient registry = open()) {
            assertThat(registry.getClass().getPackageName()).isEqualTo("io.github.etcdregistrar.internal.bundle");
        }
    }
}
