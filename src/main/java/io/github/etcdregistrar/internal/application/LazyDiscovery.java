package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.LoadBalancer;
import io.github.etcdregistrar.internal.config.RegistrarConfig;
import io.github.etcdregistrar.internal.discovery.InstanceList;
import io.github.etcdregistrar.internal.metrics.Metrics;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The discovery, which starts when a service is first looked for. Its types
 * are named here and not in {@link RegistrarBean}, so that who looks for nothing loads none of them.
 */
final class LazyDiscovery implements AutoCloseable {

    private final RegistrarConfig config;
    private final SharedEtcdClient client;
    private volatile DiscoveryLoop loop;
    private volatile boolean closed;
    private volatile Metrics metrics = Metrics.NONE;
    /** Those that the metrics show. */
    private final Set<InstanceList> shown = new HashSet<>();

    LazyDiscovery(RegistrarConfig config, SharedEtcdClient client) {
        this.config = config;
        this.client = client;
    }

    /**
     * The list of a service.
     *
     * @throws IllegalStateException after the application has stopped
     */
    InstanceList find(String service, Event<InstancesChanged> changes, Instance<LoadBalancer> balancers) {
        return started(changes, balancers).find(service);
    }

    private synchronized DiscoveryLoop started(Event<InstancesChanged> changes, Instance<LoadBalancer> balancers) {
        if (closed) {
            throw new IllegalStateException("no service is looked for any more: the application has stopped");
        }
        if (loop == null) {
            loop = new DiscoveryLoop(config, client, changes, balancers, this::show);
        }
        return loop;
    }

    /** The lists of the services that are looked for. */
    List<InstanceList> lists() {
        DiscoveryLoop started = loop; // Without the lock: a probe must not wait for a stop.
        return started == null || closed ? List.of() : started.lists();
    }

    /** Shows all lists, those to come as well. */
    void showIn(Metrics started) {
        metrics = started; // First, so that a list that comes meanwhile is shown here or when it has come.
        // No lambda, which would load the type of the lists where there are none.
        for (InstanceList list : lists()) {
            show(list);
        }
    }

    private void show(InstanceList list) {
        synchronized (shown) {
            if (metrics != Metrics.NONE && shown.add(list)) {
                metrics.discovered(list.name(), list::size, () -> list.age()
                        .map(age -> age.toNanos() / 1e9)
                        .orElse(Double.NaN));
            }
        }
    }

    /** Ends it. The client must still be open. */
    @Override
    public synchronized void close() {
        closed = true;
        if (loop != null) {
            loop.close();
        }
    }
}
