package io.github.etcdregistrar.benchmark;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.internal.discovery.DiscoveryTiming;
import io.github.etcdregistrar.internal.discovery.InstanceList;
import io.github.etcdregistrar.internal.discovery.ServiceDiscovery;
import io.github.etcdregistrar.internal.discovery.ServiceQuery;
import io.github.etcdregistrar.internal.executor.RepeatingTask;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import io.github.etcdregistrar.internal.registration.TimeAndRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Looks for the members of a fleet. */
final class FleetWatcher implements AutoCloseable {
    private final EtcdClient client;
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
    private final ServiceDiscovery discovery;
    private final RepeatingTask loop;
    private final InstanceList instances;

    FleetWatcher(EtcdClient client, String prefix, Duration requestTimeout) {
        this.client = client;
        PrefixClient prefixes = client.prefixes();
        discovery = new ServiceDiscovery(
                () -> prefixes,
                new DiscoveryTiming(requestTimeout, Duration.ofMinutes(1)),
                TimeAndRandom.real(),
                change -> {},
                this::wakeUp);
        instances = discovery.add(
                new ServiceQuery("fleet", prefix, (key, value) -> List.of(instance(key)), Optional.empty()),
                Optional.empty());
        loop = new RepeatingTask(
                executor, task -> () -> executor.execute(task), "the watcher", discovery::step, Duration.ofMinutes(10));
        loop.start();
    }

    private static ServiceInstance instance(String key) {
        Attributes none = new Attributes(Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of(), Map.of());
        return new ServiceInstance("fleet", key, "http", "127.0.0.1", 8080, none, false);
    }

    int known() {
        return instances.list().size();
    }

    private void wakeUp() {
        if (loop != null) {
            loop.wakeUp();
        }
    }

    @Override
    public void close() {
        loop.stop();
        discovery.close();
        executor.shutdownNow();
        client.close();
    }
}
