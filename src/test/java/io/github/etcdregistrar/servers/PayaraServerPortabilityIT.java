package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Payara Server", version = "payara.version")
class PayaraServerPortabilityIT extends PortabilityContract implements WithHealth, WithMetrics, WithRestClient {
    PayaraServerPortabilityIT() {
        super(new PayaraServer(), Runtimes.payaraSample());
    }
}
