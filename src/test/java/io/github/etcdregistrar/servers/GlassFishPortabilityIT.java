package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Jdk;
import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(
        value = "GlassFish",
        java = 25,
        version = "glassfish.version",
        without = {
            "METRICS: neither MicroProfile Metrics nor Telemetry",
            "REDEPLOYS: it keeps the class loader of every application, with us or without"
        })
class GlassFishPortabilityIT extends PortabilityContract implements WithHealth, WithRestClient {
    GlassFishPortabilityIT() {
        super(new PayaraServer(Runtimes.glassFish()).on(Jdk.newest(25)), Runtimes.payaraSample());
    }
}
