package io.github.etcdregistrar.internal.metrics;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * OpenTelemetry's metrics, as MicroProfile Telemetry 2 has them. Counters are observable, because those can be removed
 * from an SDK that outlives us; histograms cannot.
 */
final class OpenTelemetryMetrics implements Sink {

    private static final String SCOPE = "io.github.etcdregistrar";
    /** From a key that was deleted by hand to an outage of an hour, in seconds. */
    private static final List<Double> BOUNDARIES =
            List.of(0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0);

    private final Meter meter;
    private final List<AutoCloseable> instruments = new ArrayList<>();

    OpenTelemetryMetrics(Meter meter) {
        this.meter = meter;
    }

    /** The sink for this application, if the server has OpenTelemetry and it is enabled. */
    static Optional<Sink> find(Instance<Object> beans) {
        Instance<OpenTelemetry> found = beans.select(OpenTelemetry.class, Default.Literal.INSTANCE);
        if (!found.isResolvable()) {
            return Optional.empty();
        }
        MeterProvider provider = found.get().getMeterProvider();
        return provider == MeterProvider.noop()
                ? Optional.empty()
                : Optional.of(new OpenTelemetryMetrics(provider.get(SCOPE)));
    }

    @Override
    public void gauge(Measure measure, Map<String, String> attributes, DoubleSupplier value) {
        Attributes all = attributes(attributes);
        instruments.add(meter.gaugeBuilder(measure.id())
                .setUnit(measure.unit())
                .setDescription(measure.description())
                .buildWithCallback(gauge -> gauge.record(value.getAsDouble(), all)));
    }

    @Override
    public Runnable counter(Measure measure, Map<String, String> attributes) {
        Attributes all = attributes(attributes);
        LongAdder count = new LongAdder();
        instruments.add(meter.counterBuilder(measure.id())
                .setUnit(measure.unit())
                .setDescription(measure.description())
                .buildWithCallback(counter -> counter.record(count.sum(), all)));
        return count::increment;
    }

    @Override
    public Consumer<Duration> durations(Measure measure, Map<String, String> attributes) {
        Attributes all = attributes(attributes);
        DoubleHistogram histogram = meter.histogramBuilder(measure.id())
                .setUnit(measure.unit())
                .setDescription(measure.description())
                .setExplicitBucketBoundariesAdvice(BOUNDARIES)
                .build();
        return duration -> histogram.record(duration.toNanos() / 1e9, all);
    }

    @Override
    public void close() {
        for (AutoCloseable instrument : instruments) {
            try {
                instrument.close();
            } catch (Exception e) {
                throw new IllegalStateException(e); // None of them throws a checked one.
            }
        }
        instruments.clear();
    }

    private static Attributes attributes(Map<String, String> attributes) {
        AttributesBuilder builder = Attributes.builder();
        attributes.forEach(builder::put);
        return builder.build();
    }
}
