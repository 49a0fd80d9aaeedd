package io.github.etcdregistrar.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Gauge;
import org.junit.jupiter.api.Test;

/** In a registry that applications share; in those of the servers, the servers' tests. */
class MicroProfileMetricsTest {

    private static final Map<String, String> FIRST = Map.of("etcd.registrar.application", "first");
    private static final Map<String, String> SECOND = Map.of("etcd.registrar.application", "second");

    private final FakeMetricRegistry server = new FakeMetricRegistry();
    private final Sink first = new MicroProfileMetrics(server.registry());
    private final Sink second = new MicroProfileMetrics(server.registry());

    @Test
    void figuresAreThoseOfTheApplication() {
        first.gauge(Measure.LEASE_REMAINING, FIRST, () -> 1.5);
        second.gauge(Measure.LEASE_REMAINING, SECOND, () -> 2.5);
        first.counter(Measure.LEASE_RENEWALS, FIRST).run();
        first.durations(Measure.RECOVERY_DURATION, FIRST).accept(Duration.ofMillis(250));

        assertThat(((Gauge<?>) server.metric("etcd.registrar.lease.remaining", "etcd_registrar_application=first"))
                        .getValue())
                .isEqualTo(1.5);
        assertThat(((Counter) server.metric("etcd.registrar.lease.renewals")).getCount())
                .isEqualTo(1);
        assertThat(server.durations).containsExactly(Duration.ofMillis(250));
        assertThat(server.metadata.get("etcd.registrar.lease.remaining").getUnit())
                .isEqualTo("seconds");
        assertThat(server.metadata.get("etcd.registrar.lease.renewals").getUnit())
                .isEqualTo("none");
    }

    @Test
    void nothingOfOursStaysAndNothingOfOthersGoes() {
        first.gauge(Measure.LEASE_REMAINING, FIRST, () -> 1);
        first.counter(Measure.LEASE_RENEWALS, FIRST);
        first.durations(Measure.RECOVERY_DURATION, FIRST);
        second.gauge(Measure.LEASE_REMAINING, SECOND, () -> 2);
        first.close();
        assertThat(server.metrics).hasSize(1);
        assertThat(server.metric("etcd.registrar.lease.remaining", "etcd_registrar_application=second"))
                .isNotNull();
        second.close();
        assertThat(server.metrics).isEmpty();
    }

    @Test
    void whatAnotherApplicationShowsIsNotTakenForOurs() {
        first.gauge(Measure.LEASE_REMAINING, FIRST, () -> 1);
        assertThatThrownBy(() -> second.gauge(Measure.LEASE_REMAINING, FIRST, () -> 2))
                .hasMessageContaining("another application");
        second.close();
        assertThat(server.metrics).hasSize(1);
    }
}
