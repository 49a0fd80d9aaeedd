package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.Tomcat;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("portability")
@Runtime(
        value = "TomEE MicroProfile",
        version = "tomee.version",
        without = {
            "REDEPLOYS: it keeps the class loader of every application, with us or without",
            "REST_CLIENT: it tells no RestClientBuilderListener of clients that it injects",
            "EXECUTOR: none by the default JNDI name",
            "EAR: it undeploys one without ending CDI in its WARs, and the keys stay"
        })
class TomEePortabilityIT extends PortabilityContract implements WithHealth, WithMetrics {
    TomEePortabilityIT() {
        super(new Tomcat(Runtimes.tomEe()), Runtimes.libertySample());
    }

    /** As it did not while there was a health check without a scope, which it could not destroy. */
    @Test
    @Covers(Check.QUIET)
    @Order(Integer.MAX_VALUE - 2)
    void itEndsApplicationsWithoutAnError() {
        assertThat(server.log()).doesNotContain("An error occured while stopping the container");
    }

    /** A part of each application. */
    @Override
    public String healthUrl() {
        return server.url("slow") + "/api/health";
    }

    @Override
    public String metricsUrl() {
        return server.url("slow") + "/metrics/application";
    }
}
