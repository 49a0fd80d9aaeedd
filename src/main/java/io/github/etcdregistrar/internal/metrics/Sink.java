package io.github.etcdregistrar.internal.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Where figures go. All of its series are made on the thread that deploys the application, because registries of
 * MicroProfile Metrics ask that thread whose they are; they are fed on any thread.
 */
interface Sink extends AutoCloseable {

    /**
     * Shows a value that goes up and down.
     *
     * @param value asked whenever somebody looks; does no I/O
     */
    void gauge(Measure measure, Map<String, String> attributes, DoubleSupplier value);

    /** Shows how often the result was called: zero from now on. */
    Runnable counter(Measure measure, Map<String, String> attributes);

    /** Shows how the durations are distributed that the result is called with. */
    Consumer<Duration> durations(Measure measure, Map<String, String> attributes);

    /** Takes all away that was shown: nothing of ours stays with the server. */
    @Override
    void close();
}
