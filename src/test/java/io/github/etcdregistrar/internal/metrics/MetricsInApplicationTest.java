package io.github.etcdregistrar.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.internal.cdi.Application;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.annotation.RegistryScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That they are found among the beans, as servers have them, and that nothing stays. */
class MetricsInApplicationTest {

    private static FakeMetricRegistry metrics;
    private static InMemoryMetricReader telemetry;

    private final Map<String, String> withoutEtcd = Map.of("endpoints", "http://127.0.0.1:" + EtcdPorts.free());

    @BeforeEach
    void serverStarts() {
        metrics = new FakeMetricRegistry();
        telemetry = InMemoryMetricReader.create();
    }

    @Test
    void bothShowThemUntilTheApplicationStops() {
        try (Application application = Application.start(withoutEtcd, ServerMetrics.class, ServerTelemetry.class)) {
            assertThat(application.registrar().isRegistered()).isFalse();
            await("a failure")
                    .untilAsserted(() -> assertThat(refusedByMetrics()).isPositive());
            await("a failure")
                    .untilAsserted(() -> assertThat(refusedByTelemetry()).isPositive());
        }
        assertThat(metrics.metrics).isEmpty();
        assertThat(telemetry.collectAllMetrics()).isEmpty();
    }

    @Test
    void telemetryThatIsSwitchedOffIsNone() {
        try (Application application = Application.start(withoutEtcd, ServerMetrics.class, SwitchedOff.class)) {
            assertThat(application.registrar().isRegistered()).isFalse();
            await("a failure")
                    .untilAsserted(() -> assertThat(refusedByMetrics()).isPositive());
        }
    }

    private static long refusedByMetrics() {
        return ((Counter) metrics.metric("etcd.registrar.failures", "error_type=connection_refused")).getCount();
    }

    private static long refusedByTelemetry() {
        return telemetry.collectAllMetrics().stream()
                .filter(metric -> metric.getName().equals("etcd.registrar.failures"))
                .flatMap(metric -> metric.getLongSumData().getPoints().stream())
                .filter(point ->
                        "connection_refused".equals(point.getAttributes().get(AttributeKey.stringKey("error.type"))))
                .mapToLong(point -> point.getValue())
                .sum();
    }

    @Dependent
    static class ServerMetrics {

        @Produces
        MetricRegistry applications() {
            return metrics.registry();
        }

        @Produces
        @RegistryScope(scope = MetricRegistry.VENDOR_SCOPE)
        MetricRegistry servers() {
            throw new AssertionError("not the application's");
        }
    }

    @Dependent
    static class ServerTelemetry {

        @Produces
        @ApplicationScoped
        OpenTelemetry telemetry() {
            return OpenTelemetrySdk.builder()
                    .setMeterProvider(SdkMeterProvider.builder()
                            .registerMetricReader(telemetry)
                            .build())
                    .build();
        }
    }

    @Dependent
    static class SwitchedOff {

        @Produces
        @ApplicationScoped
        OpenTelemetry telemetry() {
            return OpenTelemetry.noop();
        }
    }
}
