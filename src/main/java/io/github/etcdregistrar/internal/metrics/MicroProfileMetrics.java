package io.github.etcdregistrar.internal.metrics;

import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.Metric;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/**
 * MicroProfile Metrics 5, scope {@code application}: one registry for all applications on some servers. What another
 * application has there is never taken for ours.
 */
final class MicroProfileMetrics implements Sink {

    private final MetricRegistry registry;
    private final List<Metric> ours = new ArrayList<>();

    MicroProfileMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    /** The sink for this application, if the server has MicroProfile Metrics. */
    static Optional<Sink> find(Instance<Object> beans) {
        Instance<MetricRegistry> registries = beans.select(MetricRegistry.class, Default.Literal.INSTANCE);
        return registries.isResolvable() ? Optional.of(new MicroProfileMetrics(registries.get())) : Optional.empty();
    }

    @Override
    public void gauge(Measure measure, Map<String, String> attributes, DoubleSupplier value) {
        Supplier<Double> supplier = value::getAsDouble;
        remember(registry.gauge(metadata(measure), supplier, unusedTags(measure, attributes)));
    }

    @Override
    public Runnable counter(Measure measure, Map<String, String> attributes) {
        return remember(registry.counter(metadata(measure), unusedTags(measure, attributes)))::inc;
    }

    /** By a timer: histograms take integers only, and have no unit of time. */
    @Override
    public Consumer<Duration> durations(Measure measure, Map<String, String> attributes) {
        return remember(registry.timer(metadata(measure), unusedTags(measure, attributes)))::update;
    }

    /** By identity: the registry may have added tags, which it does not when it is asked to remove. */
    @Override
    public void close() {
        for (Map.Entry<MetricID, Metric> metric : registry.getMetrics().entrySet()) {
            if (isOurs(metric.getValue())) {
                registry.remove(metric.getKey());
            }
        }
        ours.clear();
    }

    private <M extends Metric> M remember(M metric) {
        ours.add(metric);
        return metric;
    }

    private boolean isOurs(Metric metric) {
        for (Metric own : ours) {
            if (own == metric) {
                return true;
            }
        }
        return false;
    }

    private static Metadata metadata(Measure measure) {
        return Metadata.builder()
                .withName(measure.id())
                .withDescription(measure.description())
                .withUnit(measure.unit().equals("s") ? MetricUnits.SECONDS : MetricUnits.NONE)
                .build();
    }

    /** The attributes as tags, in whose names no dot may be. */
    private Tag[] unusedTags(Measure measure, Map<String, String> attributes) {
        Tag[] tags = attributes.entrySet().stream()
                .map(attribute -> new Tag(attribute.getKey().replace('.', '_'), attribute.getValue()))
                .toArray(Tag[]::new);
        MetricID id = new MetricID(measure.id(), tags);
        if (registry.getMetric(id) != null) {
            throw new IllegalStateException("another application has " + id);
        }
        return tags;
    }
}
