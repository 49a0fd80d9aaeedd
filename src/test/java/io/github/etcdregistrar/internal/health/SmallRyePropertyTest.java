package io.github.etcdregistrar.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.eclipse.microprofile.health.HealthCheck;
import org.junit.jupiter.api.Test;

/** The property of SmallRye Health in our jar names the class of the readiness check, and of no other. */
class SmallRyePropertyTest {

    @Test
    void namesTheClassOfTheReadinessCheck() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/META-INF/microprofile-config.properties")) {
            properties.load(file);
        }
        HealthCheck check = ReadinessProducer.check(null);
        assertThat(properties.stringPropertyNames())
                .containsExactly("io.smallrye.health.check." + check.getClass().getName() + ".enabled");
        assertThat(LivenessProducer.check(null)).isNotExactlyInstanceOf(check.getClass());
    }
}
