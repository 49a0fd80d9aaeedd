package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Payara Server", version = "payara.version")
class PayaraServerPortabilityIT extends PortabilityContract {
    PayaraServerPortabilityIT() {
        super(new PayaraServer(), Runtimes.payaraSample());
    }

    @Override
    Optional<String> metricsUrl() {
        return Optional.of(server.url() + "/metrics?scope=application");
    }
}
