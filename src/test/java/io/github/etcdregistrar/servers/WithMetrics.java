package io.github.etcdregistrar.servers;

import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.servers.Http;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A server with MicroProfile Metrics, which anybody may look at; before anything is undeployed, when TomEE drops them all. */
interface WithMetrics {

    String metricsUrl();

    @Test
    @Covers(Check.METRICS)
    @Order(1)
    default void metricsAreShown() {
        await("metrics")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Http.get(metricsUrl()).body().contains("etcd_registrar_registered{"));
    }
}
