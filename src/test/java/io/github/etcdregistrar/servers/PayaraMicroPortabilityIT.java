package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Payara Micro", version = "payara.version", without = "EAR: WARs only")
class PayaraMicroPortabilityIT extends PortabilityContract implements WithHealth, WithMetrics, WithRestClient {
    PayaraMicroPortabilityIT() {
        super(new PayaraMicro(), Runtimes.payaraSample());
    }
}
