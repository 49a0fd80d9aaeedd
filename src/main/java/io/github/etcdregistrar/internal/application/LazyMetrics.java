package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.metrics.Metrics;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The metrics, which start with the first pass: finding the registry takes 80 ms of a deployment on a cold Payara. Any thread
 * may call the methods.
 */
final class LazyMetrics implements AutoCloseable {

    private final Instance<Object> beans;
    private final Supplier<Map<String, Status>> statuses;
    private final CdiEventPublisher publisher;
    private final LazyDiscovery discovery;

    /** Starts them; null before it is known how, and when it is done. */
    private Supplier<Metrics> starter;

    private Metrics metrics = Metrics.NONE;

    /**
     * Starts nothing yet.
     *
     * @param publisher tells them of changes when they have started
     * @param discovery shows its lists in them when they have started
     */
    LazyMetrics(
            Instance<Object> beans,
            Supplier<Map<String, Status>> statuses,
            CdiEventPublisher publisher,
            LazyDiscovery discovery) {
        this.beans = beans;
        this.statuses = statuses;
        this.publisher = publisher;
        this.discovery = discovery;
    }

    /**
     * Lets {@link #start} start them for the services that there are now. Called on the thread that deploys.
     *
     * @param application what tells this application from others in the same server
     * @param now starts them at once, if a pass may lack the context of the application, for which Open Liberty asks
     */
    synchronized void prepare(String application, boolean now) {
        Set<String> services = Set.copyOf(statuses.get().keySet());
        starter = () -> Metrics.start(beans, application, services, statuses);
        if (now) {
            start();
        }
    }

    /** Starts them if that is due. To be called on a thread with the context of the application. */
    synchronized void start() {
        if (starter != null) {
            metrics = starter.get();
            starter = null;
            publisher.setMetrics(metrics);
            discovery.showIn(metrics);
        }
    }

    /** Removes them, and waits for a start in progress. */
    @Override
    public synchronized void close() {
        starter = null;
        metrics.close();
    }
}
