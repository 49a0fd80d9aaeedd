package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.Tomcat;

/** Tomcat with Weld and SmallRye Config. */
@Runtime(
        value = "Tomcat with Weld",
        version = "tomcat.version",
        without = {
            "LIVENESS: no MicroProfile Health",
            "NO_READINESS: no MicroProfile Health",
            "METRICS: neither MicroProfile Metrics nor Telemetry",
            "EXECUTOR: it has none",
            "REST_CLIENT: no MicroProfile Rest Client",
            "EAR: WARs only"
        })
class TomcatIT extends PortabilityContract {
    TomcatIT() {
        super(new Tomcat(), Runtimes.tomcatWar());
    }
}
