package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Open Liberty", version = "liberty.version")
class OpenLibertyPortabilityIT extends PortabilityContract {
    OpenLibertyPortabilityIT() {
        super(OpenLiberty.withMetrics(), Runtimes.libertySample());
    }

    @Override
    Optional<String> metricsUrl() {
        return Optional.of(server.url() + "/metrics?scope=application");
    }
}
