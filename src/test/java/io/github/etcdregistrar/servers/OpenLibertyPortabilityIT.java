package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Open Liberty", version = "liberty.version")
class OpenLibertyPortabilityIT extends PortabilityContract
        implements WithHealth, WithMetrics, WithRestClient.OfAnyScheme {
    OpenLibertyPortabilityIT() {
        super(OpenLiberty.withMetrics("mpRestClient-3.0"), Runtimes.libertySample());
    }
}
