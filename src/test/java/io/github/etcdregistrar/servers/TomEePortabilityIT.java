package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.Tomcat;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(
        value = "TomEE MicroProfile",
        version = "tomee.version",
        without = "EAR: TomEE undeploys one without ending CDI in its WARs, and the keys stay")
class TomEePortabilityIT extends PortabilityContract implements WithHealth, WithMetrics {
    TomEePortabilityIT() {
        super(new Tomcat(Runtimes.tomEe()), Runtimes.libertySample());
    }

    /** A part of each application. */
    @Override
    public String healthUrl() {
        return server.url("slow") + "/api/health";
    }

    @Override
    public String metricsUrl() {
        return server.url("slow") + "/api/metrics/application";
    }
}
