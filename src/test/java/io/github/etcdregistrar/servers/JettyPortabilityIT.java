package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Jetty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import org.junit.jupiter.api.Tag;

/** Jetty with the WAR of Tomcat, in which Weld and SmallRye Config are. */
@Tag("portability")
@Runtime(
        value = "Jetty (ee10) with Weld",
        version = "jetty.version",
        without = {
            "LIVENESS: no MicroProfile Health",
            "NO_READINESS: no MicroProfile Health",
            "METRICS: neither MicroProfile Metrics nor Telemetry",
            "EXECUTOR: it has none",
            "EAR: WARs only",
            "REST_CLIENT: no MicroProfile Rest Client"
        })
class JettyPortabilityIT extends PortabilityContract {
    JettyPortabilityIT() {
        super(new Jetty(), Runtimes.tomcatWar());
    }
}
