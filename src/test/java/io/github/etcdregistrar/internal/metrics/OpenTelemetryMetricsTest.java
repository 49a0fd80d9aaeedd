package io.github.etcdregistrar.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.LogRecorder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In an SDK that applications share. */
class OpenTelemetryMetricsTest {

    private static final Map<String, String> FIRST = Map.of("etcd.registrar.application", "first");
    private static final Map<String, String> SECOND = Map.of("etcd.registrar.application", "second");

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final SdkMeterProvider server =
            SdkMeterProvider.builder().registerMetricReader(reader).build();
    private final Sink first = new OpenTelemetryMetrics(server.get("test"));
    private final Sink second = new OpenTelemetryMetrics(server.get("test"));
    private final LogRecorder log = new LogRecorder("io.opentelemetry", Level.WARNING);

    @AfterEach
    void stop() {
        server.close();
        log.close();
    }

    @Test
    void countersAreThoseOfTheApplication() {
        Runnable renewals = first.counter(Measure.LEASE_RENEWALS, FIRST);
        renewals.run();
        renewals.run();
        second.counter(Measure.LEASE_RENEWALS, SECOND).run();

        MetricData shown = shown(Measure.LEASE_RENEWALS);
        assertThat(shown.getUnit()).isEqualTo("{renewal}");
        assertThat(shown.getDescription()).isNotEmpty();
        assertThat(shown.getLongSumData().isMonotonic()).isTrue();
        assertThat(shown.getLongSumData().getPoints()).hasSize(2).anySatisfy(point -> assertThat(point)
                .matches(of -> application(of).equals("first"))
                .extracting(LongPointData::getValue)
                .isEqualTo(2L));
        assertThat(log.messages()).isEmpty();
    }

    @Test
    void durationsAreASecondsHistogram() {
        first.durations(Measure.RECOVERY_DURATION, FIRST).accept(Duration.ofMillis(250));
        MetricData shown = shown(Measure.RECOVERY_DURATION);
        assertThat(shown.getUnit()).isEqualTo("s");
        HistogramPointData point =
                shown.getHistogramData().getPoints().iterator().next();
        assertThat(point.getSum()).isEqualTo(0.25);
        assertThat(point.getBoundaries()).startsWith(0.1);
    }

    @Test
    void nothingOfOursStaysAndNothingOfOthersGoes() {
        first.gauge(Measure.LEASE_REMAINING, FIRST, () -> 1.5);
        first.counter(Measure.LEASE_RENEWALS, FIRST);
        second.gauge(Measure.LEASE_REMAINING, SECOND, () -> 2.5);
        assertThat(shown(Measure.LEASE_REMAINING).getDoubleGaugeData().getPoints())
                .hasSize(2);

        first.close();
        assertThat(reader.collectAllMetrics()).hasSize(1);
        assertThat(shown(Measure.LEASE_REMAINING).getDoubleGaugeData().getPoints())
                .singleElement()
                .satisfies(point -> assertThat(application(point)).isEqualTo("second"));
        second.close();
        assertThat(reader.collectAllMetrics()).isEmpty();
        assertThat(log.messages()).isEmpty();
    }

    private MetricData shown(Measure measure) {
        return reader.collectAllMetrics().stream()
                .filter(metric -> metric.getName().equals(measure.id()))
                .findFirst()
                .orElseThrow();
    }

    private static String application(PointData point) {
        return point.getAttributes().get(AttributeKey.stringKey("etcd.registrar.application"));
    }
}
