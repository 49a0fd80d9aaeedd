package io.github.etcdregistrar.internal.etcd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.internal.discovery.InstanceList;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdCluster;
import io.github.etcdregistrar.testing.EtcdView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One member of a cluster is cut off from the others, and still answers those who ask it. */
class IsolatedMemberTest {

    private static final String PREFIX = "/services/orders/";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final EtcdCluster cluster = EtcdCluster.start();
    private final Etcd member = cluster.member(0);
    private final List<Etcd> others = cluster.members().subList(1, 3);

    @AfterEach
    void stop() {
        cluster.close();
    }

    /**
     * The others are frozen, so nothing reaches the member but us. In between it is frozen itself, for the others to change
     * what it then does not know.
     */
    @Test
    void whatItSaysIsNotTakenForTrue() {
        try (EtcdView elsewhere =
                        EtcdView.of(others.stream().map(Etcd::endpoint).toArray(String[]::new));
                RunningDiscovery running = new RunningDiscovery(
                        EtcdClientProvider.openClient(
                                new EtcdClientConfig(List.of(Endpoint.parse(member.endpoint(), false)), TIMEOUT)),
                        TIMEOUT)) {
            elsewhere.put(PREFIX + "a", "a");
            InstanceList orders = running.add("orders", PREFIX);
            RunningDiscovery.awaitHosts(orders, "a");
            RunningDiscovery.awaitTrue(orders);

            others.forEach(Etcd::freeze);
            RunningDiscovery.awaitStale(orders);
            assertThat(RunningDiscovery.hosts(orders)).containsExactly("a");

            member.freeze();
            others.forEach(Etcd::thaw);
            await().atMost(30, SECONDS).ignoreExceptions().untilAsserted(() -> elsewhere.put(PREFIX + "b", "b"));
            elsewhere.delete(PREFIX + "a");
            others.forEach(Etcd::freeze);
            member.thaw();
            // It answers again, which it did not while it was frozen.
            await().atMost(30, SECONDS).untilAsserted(() -> assertThat(
                            orders.problem().orElseThrow().toString())
                    .startsWith("NO_LEADER"));
            assertThat(orders.staleSince()).isPresent();
            assertThat(RunningDiscovery.hosts(orders)).containsExactly("a");

            others.forEach(Etcd::thaw);
            RunningDiscovery.awaitHosts(orders, "b");
            RunningDiscovery.awaitTrue(orders);
        } finally {
            others.forEach(Etcd::thaw);
            member.thaw();
        }
    }
}
