package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.LoadBalancer;
import io.github.etcdregistrar.internal.config.DiscoveryConfig;
import io.github.etcdregistrar.internal.config.ModuleConfig;
import io.github.etcdregistrar.internal.config.RegistrarConfig;
import io.github.etcdregistrar.internal.discovery.DiscoveryTiming;
import io.github.etcdregistrar.internal.discovery.InstanceList;
import io.github.etcdregistrar.internal.discovery.ServiceDiscovery;
import io.github.etcdregistrar.internal.executor.RepeatingTask;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import io.github.etcdregistrar.internal.registration.TimeAndRandom;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;

/** Runs the discovery from the first service that is looked for to the end of the application. */
public final class DiscoveryLoop implements AutoCloseable {

    /** More than the lists of many services take. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Config source = ModuleConfig.get();
    private final SharedEtcdClient client;
    private final Event<InstancesChanged> events;
    private final Instance<LoadBalancer> balancers;
    private final Consumer<InstanceList> onAdded;
    private final Map<String, InstanceList> lists = new ConcurrentHashMap<>();
    /** Of its own, so that no renewal waits for a list. */
    private final RegistrarExecutor executor;

    private final ServiceDiscovery discovery;
    private final RepeatingTask loop;
    private PrefixClient prefixes;

    /**
     * Starts on a thread that has the context of the application.
     *
     * @param onAdded is told of each new list
     */
    DiscoveryLoop(
            RegistrarConfig config,
            SharedEtcdClient client,
            Event<InstancesChanged> events,
            Instance<LoadBalancer> balancers,
            Consumer<InstanceList> onAdded) {
        this.onAdded = onAdded;
        this.client = client;
        this.events = events;
        this.balancers = balancers;
        executor = RegistrarExecutor.find(config.executor(), 1);
        discovery = new ServiceDiscovery(
                this::prefixes,
                new DiscoveryTiming(config.client().requestTimeout(), config.discoveryGrace()),
                TimeAndRandom.real(),
                this::changed,
                this::wakeUp);
        loop = new RepeatingTask(executor.service(), executor.context(), "the discovery", discovery::step, PATIENCE);
        loop.start();
    }

    /** The list of a service, which is looked for from the first call on. */
    InstanceList find(String service) {
        InstanceList known = lists.get(service);
        return known != null ? known : lists.computeIfAbsent(service, this::add);
    }

    /** All lists. */
    public List<InstanceList> lists() {
        return discovery.lists();
    }

    private InstanceList add(String service) {
        InstanceList added = discovery.add(
                DiscoveryConfig.read(source, service),
                balancers.isUnsatisfied() ? Optional.empty() : Optional.of(balancers.get()));
        onAdded.accept(added);
        return added;
    }

    private synchronized PrefixClient prefixes() {
        if (prefixes == null) {
            prefixes = client.get().prefixes();
        }
        return prefixes;
    }

    private void wakeUp() {
        if (loop != null) {
            loop.wakeUp();
        }
    }

    private void changed(InstancesChanged change) {
        try {
            events.fire(change);
        } finally {
            CdiEventPublisher.fireAsync(events, change, "changed instances of " + change.service());
        }
    }

    @Override
    public void close() {
        loop.stop();
        discovery.close();
        executor.close();
    }
}
