package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.Tomcat;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "TomEE MicroProfile", version = "tomee.version")
class TomEePortabilityIT extends PortabilityContract implements WithHealth {
    TomEePortabilityIT() {
        super(new Tomcat(Runtimes.tomEe()), Runtimes.libertySample());
    }

    /** A part of each application. */
    @Override
    public String healthUrl() {
        return server.url("slow") + "/api/health";
    }
}
