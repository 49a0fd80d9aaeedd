package io.github.etcdregistrar.internal.etcd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.internal.discovery.DiscoveryTiming;
import io.github.etcdregistrar.internal.discovery.InstanceList;
import io.github.etcdregistrar.internal.discovery.ServiceDiscovery;
import io.github.etcdregistrar.internal.discovery.ServiceQuery;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import io.github.etcdregistrar.internal.registration.TimeAndRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A discovery that runs on a thread, with a client that it closes. The value of each entry is the host of an instance. */
public final class RunningDiscovery implements AutoCloseable {

    private final Semaphore wakeUps = new Semaphore(0);
    private final EtcdClient client;
    private final ServiceDiscovery discovery;
    private final Thread loop = new Thread(this::loop);
    private volatile boolean over;

    public RunningDiscovery(EtcdClient client, Duration timeout) {
        this.client = client;
        PrefixClient prefixes = client.prefixes();
        discovery = new ServiceDiscovery(
                () -> prefixes,
                new DiscoveryTiming(timeout, Duration.ofSeconds(5)),
                TimeAndRandom.real(),
                change -> {},
                wakeUps::release);
        loop.start();
    }

    public InstanceList add(String service, String prefix) {
        return discovery.add(
                new ServiceQuery(service, prefix, (key, value) -> List.of(instance(value)), Optional.empty()),
                Optional.empty());
    }

    private static ServiceInstance instance(String host) {
        Attributes none = new Attributes(Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of(), Map.of());
        return new ServiceInstance("orders", host, "http", host, 80, none, false);
    }

    private void loop() {
        try {
            while (!over) {
                long wait = discovery.step().toNanos();
                if (wakeUps.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                    wakeUps.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void awaitHosts(InstanceList list, String... hosts) {
        await().atMost(30, SECONDS).untilAsserted(() -> assertThat(hosts(list)).containsExactly(hosts));
    }

    /** The hosts that are known; with a question mark those that are suspect. */
    static List<String> hosts(InstanceList list) {
        return list.list().stream()
                .map(each -> each.host() + (each.suspect() ? "?" : ""))
                .toList();
    }

    static void awaitTrue(InstanceList list) {
        await().atMost(30, SECONDS).until(() -> list.staleSince().isEmpty());
    }

    static void awaitStale(InstanceList list) {
        await().atMost(30, SECONDS).until(() -> list.staleSince().isPresent());
    }

    @Override
    public void close() {
        over = true;
        wakeUps.release();
        discovery.close();
        try {
            loop.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
