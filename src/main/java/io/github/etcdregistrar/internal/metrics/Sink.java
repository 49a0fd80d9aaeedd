package io.github.etcdregistrar.internal.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * A metrics API that exports our metrics. All of them are made on a thread with the context of the application, because
 * registries of MicroProfile Metrics ask that thread whose they are; they are fed on any thread.
 */
interface Sink extends AutoCloseable {

    /**
     * Registers a value that goes up and down.
     *
     * @param value called at each export; does no I/O
     */
    void gauge(Measure measure, Map<String, String> attributes, DoubleSupplier value);

    /** Registers a counter, starting at zero. Each run of the result increments it. */
    Runnable counter(Measure measure, Map<String, String> attributes);

    /** Registers a histogram. The result records a duration. */
    Consumer<Duration> durations(Measure measure, Map<String, String> attributes);

    /** Removes all metrics of ours from the server. */
    @Override
    void close();
}
