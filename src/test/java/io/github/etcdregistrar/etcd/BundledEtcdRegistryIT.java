package io.github.etcdregistrar.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.registration.Registry;
import org.junit.jupiter.api.Test;

/** The same of the bundle, which is what integration tests run against. */
class BundledEtcdRegistryIT extends EtcdRegistryTest {
    @Test
    void theRegistryIsTheBundles() {
        try (Registry registry = open()) {
            assertThat(registry.getClass().getPackageName()).isEqualTo("io.github.etcdregistrar.bundle");
        }
    }
}
