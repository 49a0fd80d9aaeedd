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
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import io.github.etcdregistrar.internal.registration.TimeAndRandom;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The discovery against a real etcd that is killed, wiped and frozen. */
class DiscoveryOnEtcdTest {

    private static final String PREFIX = "/services/orders/";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Etcd etcd = Etcd.start();
    private final Semaphore wakeUps = new Semaphore(0);
    private final EtcdClient client = EtcdClientProvider.openClient(
            new EtcdClientConfig(List.of(Endpoint.parse(etcd.endpoint(), false)), TIMEOUT));
    private final PrefixClient prefixes = client.prefixes();
    private final ServiceDiscovery discovery = new ServiceDiscovery(
            () -> prefixes,
            new DiscoveryTiming(TIMEOUT, Duration.ofSeconds(5)),
            TimeAndRandom.real(),
            change -> {},
            wakeUps::release);
    private final InstanceList orders = discovery.add(
            new ServiceQuery("orders", PREFIX, (key, value) -> List.of(instance(value)), Optional.empty()),
            Optional.empty());
    private final Thread loop = new Thread(this::loop);
    private volatile boolean over;

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

    @BeforeEach
    void start() {
        loop.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        over = true;
        wakeUps.release();
        discovery.close();
        loop.join();
        client.close();
        etcd.close();
    }

    private void put(String... hosts) {
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            for (String host : hosts) {
                view.put(PREFIX + host, host);
            }
        }
    }

    private void awaitHosts(String... hosts) {
        await().atMost(30, SECONDS).untilAsserted(() -> assertThat(orders.list())
                .extracting(each -> each.host() + (each.suspect() ? "?" : ""))
                .containsExactly(hosts));
    }

    private void awaitTrue() {
        await().atMost(30, SECONDS).until(() -> orders.staleSince().isEmpty());
    }

    private void awaitStale() {
        await().atMost(30, SECONDS).until(() -> orders.staleSince().isPresent());
    }

    @Test
    void followsAnEtcdThatIsKilledRestartedAndWiped() {
        put("a", "b");
        awaitHosts("a", "b");
        awaitTrue();

        etcd.kill();
        awaitStale();
        awaitHosts("a", "b");
        etcd.restart();
        awaitTrue();
        awaitHosts("a", "b");
        put("c");
        awaitHosts("a", "b", "c");

        etcd.kill();
        etcd.wipe();
        etcd.restart();
        awaitHosts("a?", "b?", "c?");
        put("b");
        awaitHosts("b", "a?", "c?");
        awaitHosts("b");
    }

    @Test
    void marksTheListStaleWhileEtcdIsFrozenAndKeepsIt() {
        put("a");
        awaitHosts("a");
        etcd.freeze();
        awaitStale();
        awaitHosts("a");
        etcd.thaw();
        awaitTrue();
        put("b");
        awaitHosts("a", "b");
    }

    /** Something else is written all the time: each proof needs the watch to say what it has reached. */
    @Test
    void isProvenWhileOthersWrite() {
        put("a");
        awaitHosts("a");
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            await().atMost(30, SECONDS).until(() -> {
                view.put("/elsewhere", "x");
                return orders.lastProof()
                        .filter(at -> at.isAfter(Instant.now().minusSeconds(1)))
                        .isPresent();
            });
            String before = orders.lastProof().orElseThrow().toString();
            await().atMost(30, SECONDS).until(() -> {
                view.put("/elsewhere", "x");
                return !orders.lastProof().orElseThrow().toString().equals(before);
            });
        }
        assertThat(orders.staleSince()).isEmpty();
    }
}
