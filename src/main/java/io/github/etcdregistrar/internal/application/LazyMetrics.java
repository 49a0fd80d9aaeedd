package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.metrics.Metrics;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.function.Supplier;

/** The metrics, which start with the first pass: to find the registry takes 80 ms of a deployment on a cold Payara. */
final class LazyMetrics implements AutoCloseable {

    private final Supplier<Metrics> starter;
    private final CdiEventPublisher publisher;
    private final LazyDiscovery discovery;
    private Metrics metrics = Metrics.NONE;
    private boolean begun;

    /**
     * Starts nothing yet.
     *
     * @param publisher tells them of changes when they have started
     * @param discovery shows its lists in them when they have started
     */
    LazyMetrics(
            Instance<Object> beans,
            Supplier<String> module,
            Supplier<Map<String, Status>> statuses,
            CdiEventPublisher publisher,
            LazyDiscovery discovery) {
        this.starter = () -> Metrics.start(beans, module.get(), statuses);
        this.publisher = publisher;
        this.discovery = discovery;
    }

    /** Starts them, unless they have started or are closed. To be called on a thread of the application. */
    synchronized void start() {
        if (!begun) {
            begun = true;
            metrics = starter.get();
            publisher.setMetrics(metrics);
            discovery.showIn(metrics);
        }
    }

    /** Removes them, and waits for a start in progress. */
    @Override
    public synchronized void close() {
        begun = true;
        metrics.close();
    }
}
