package io.github.etcdregistrar.servers;

import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.OtlpCollector;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.WildFly;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Runtime(value = "WildFly", version = "wildfly.version")
class WildFlyIT extends PortabilityContract implements WithHealth, WithRestClient.OfAnyScheme {
    WildFlyIT() {
        super(new WildFly(), Runtimes.wildFlySample());
    }

    @Override
    public String healthUrl() {
        return ((WildFly) server).healthUrl();
    }

    /** By MicroProfile Telemetry, which an application switches on for itself. */
    @Test
    @Covers(Check.METRICS)
    @Order(4)
    void metricsAreSentToACollector() {
        try (OtlpCollector collector = new OtlpCollector()) {
            server.deploy(
                    "told",
                    war(Map.of(
                            "otel.sdk.disabled", "false",
                            "otel.exporter.otlp.endpoint", collector.endpoint(),
                            "otel.exporter.otlp.protocol", "http/protobuf",
                            "otel.metric.export.interval", "500")));
            await("metrics")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> collector.received().contains("etcd.registrar.lease.renewals"));
            server.undeploy("told");
        }
    }
}
