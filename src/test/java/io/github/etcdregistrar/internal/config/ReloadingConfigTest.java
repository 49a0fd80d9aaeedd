package io.github.etcdregistrar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is compared to see whether the configuration has changed. */
class ReloadingConfigTest {

    @Test
    void theTextOfOurPropertiesIsComparedAndNoOther() {
        Map<String, String> text = RawProperties.of(config(Map.of(
                "etcd.registrar.zone", "a",
                "%dev.etcd.registrar.zone", "b",
                "ETCD_REGISTRAR_TAGS", "c",
                "other.property", "d")));

        assertThat(text.values()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(RawProperties.of(config(Map.of("etcd.registrar.zone", "z"))))
                .isNotEqualTo(RawProperties.of(config(Map.of("etcd.registrar.zone", "a"))));
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new io.smallrye.config.PropertiesConfigSource(properties, "test", 100))
                .build();
    }
}
