package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Jdk;
import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Payara Server", java = 25, version = "payara7.version")
class Payara7PortabilityIT extends PortabilityContract implements WithHealth, WithMetrics, WithRestClient {
    Payara7PortabilityIT() {
        super(new PayaraServer(Runtimes.payara7()).on(Jdk.newest(25)), Runtimes.payaraSample());
    }
}
