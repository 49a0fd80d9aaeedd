package io.github.etcdregistrar.servers.apps;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** UP while a file is there, so that a test decides. */
@Readiness
@ApplicationScoped
public class FileReadiness implements HealthCheck {
    /** The property that names the file. */
    public static final String FILE = "test.ready.file";

    public static final String NAME = "file-is-there";

    @Override
    public HealthCheckResponse call() {
        Path file = Path.of(ConfigProvider.getConfig().getValue(FILE, String.class));
        return HealthCheckResponse.named(NAME).status(Files.exists(file)).build();
    }
}
