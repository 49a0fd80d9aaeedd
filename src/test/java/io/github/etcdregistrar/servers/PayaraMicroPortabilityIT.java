package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Payara Micro", version = "payara.version")
class PayaraMicroPortabilityIT extends PortabilityContract {
    PayaraMicroPortabilityIT() {
        super(new PayaraMicro(), Runtimes.payaraSample());
    }

    @Override
    Optional<String> metricsUrl() {
        return Optional.of(server.url() + "/metrics?scope=application");
    }
}
