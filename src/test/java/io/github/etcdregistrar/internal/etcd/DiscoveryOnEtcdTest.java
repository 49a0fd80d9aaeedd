package io.github.etcdregistrar.internal.etcd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.internal.discovery.InstanceList;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The discovery against a real etcd that is killed, wiped and frozen. */
class DiscoveryOnEtcdTest {

    private static final String PREFIX = "/services/orders/";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Etcd etcd = Etcd.start();
    private final RunningDiscovery running = new RunningDiscovery(
            EtcdClientProvider.openClient(
                    new EtcdClientConfig(List.of(Endpoint.parse(etcd.endpoint(), false)), TIMEOUT)),
            TIMEOUT);
    private final InstanceList orders = running.add("orders", PREFIX);

    @AfterEach
    void stop() {
        running.close();
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
        RunningDiscovery.awaitHosts(orders, hosts);
    }

    private void awaitTrue() {
        RunningDiscovery.awaitTrue(orders);
    }

    private void awaitStale() {
        RunningDiscovery.awaitStale(orders);
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
