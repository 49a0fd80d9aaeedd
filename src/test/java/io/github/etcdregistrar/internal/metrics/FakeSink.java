package io.github.etcdregistrar.internal.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** Remembers what it is to show. */
class FakeSink implements Sink {

    private final Map<String, DoubleSupplier> values = new HashMap<>();
    final List<Duration> durations = new ArrayList<>();
    boolean closed;

    /** Whether there is such a gauge or counter. */
    boolean has(Measure measure, Map<String, String> attributes) {
        return values.containsKey(key(measure, attributes));
    }

    /** What a gauge or a counter says. */
    double value(Measure measure, Map<String, String> attributes) {
        return values.get(key(measure, attributes)).getAsDouble();
    }

    @Override
    public void gauge(Measure measure, Map<String, String> attributes, DoubleSupplier value) {
        values.put(key(measure, attributes), value);
    }

    @Override
    public Runnable counter(Measure measure, Map<String, String> attributes) {
        String key = key(measure, attributes);
        values.put(key, () -> 0);
        return () -> {
            double next = values.get(key).getAsDouble() + 1;
            values.put(key, () -> next);
        };
    }

    @Override
    public Consumer<Duration> durations(Measure measure, Map<String, String> attributes) {
        return durations::add;
    }

    @Override
    public void close() {
        closed = true;
    }

    private static String key(Measure measure, Map<String, String> attributes) {
        return measure.id() + attributes;
    }
}
