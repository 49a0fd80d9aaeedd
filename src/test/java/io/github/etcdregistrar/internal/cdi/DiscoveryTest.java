package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Discover;
import io.github.etcdregistrar.Discovery;
import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.LoadBalancer;
import io.github.etcdregistrar.NoInstanceException;
import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.ServiceInstances;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** An application that finds others, and itself. */
class DiscoveryTest extends RegistrarOnEtcdTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Has both what it injects and what it observes. */
    @ApplicationScoped
    static class Caller {

        @Inject
        @Discover("orders")
        ServiceInstances orders;

        @Inject
        @Discover("billing")
        ServiceInstances billing;

        private final Queue<InstancesChanged> changes = new ConcurrentLinkedQueue<>();

        void on(@Observes InstancesChanged change) {
            changes.add(change);
        }

        ServiceInstances orders() {
            return orders;
        }

        ServiceInstances billing() {
            return billing;
        }

        List<InstancesChanged> changes() {
            return new ArrayList<>(changes);
        }
    }

    @ApplicationScoped
    static class Last implements LoadBalancer {

        @Override
        public ServiceInstance choose(String service, List<ServiceInstance> candidates) {
            return candidates.get(candidates.size() - 1);
        }
    }

    private static Map<String, String> config(String... more) {
        Map<String, String> all =
                new HashMap<>(Map.of("endpoints", etcd.endpoint(), "gate", "none", "ip", "10.0.0.5", "port", "8080"));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    @Test
    void findsWhatTheSameJarRegistersWithoutConfiguration() {
        ServiceInstances orders;
        try (Application shop =
                Application.start(config("services", "orders", "zone", "a"), DiscoveryBean.class, Caller.class)) {
            Caller caller = shop.select(Caller.class);
            orders = caller.orders();

            ServiceInstance found = orders.await(LONG);

            assertThat(found.uri()).hasToString("http://10.0.0.5:8080");
            assertThat(found.zone()).contains("a");
            assertThat(orders.require()).isEqualTo(found);
            assertThat(orders.staleSince()).isEmpty();
            assertThat(shop.health())
                    .containsEntry("discovery.orders.instances", 1L)
                    .containsKey("discovery.orders.secondsSinceProof")
                    .doesNotContainKey("discovery.orders.staleSince");
            assertThat(shop.select(Discovery.class).instances("orders")).isSameAs(orders);
            await().atMost(30, SECONDS).untilAsserted(() -> assertThat(caller.changes())
                    .filteredOn(change -> change.service().equals("orders"))
                    .singleElement()
                    .satisfies(change -> assertThat(change.came()).containsExactly(found)));
            assertThatThrownBy(() -> caller.billing().require()).isInstanceOf(NoInstanceException.class);
        }
        assertThatThrownBy(orders::list)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the application has stopped");
    }

    @Test
    void findsWithoutRegistering() {
        long other = view.grant(60);
        view.put("/microservices/billing/1", "{\"id\":\"1\",\"endpoints\":[\"https://10.0.0.6:443\"]}", other);
        try (Application shop = Application.start(
                config("enabled", "false", "discovery.billing.format", "kratos"), DiscoveryBean.class, Caller.class)) {
            ServiceInstances billing = shop.select(Caller.class).billing();
            assertThat(billing.await(LONG).uri()).hasToString("https://10.0.0.6:443");
            view.revoke(other);
            await().atMost(30, SECONDS).until(() -> billing.list().get(0).suspect());
        }
    }

    @Test
    void nothingIsOpenedWhileNothingIsLookedFor() {
        try (Application shop = Application.start(config("enabled", "false"), DiscoveryBean.class)) {
            assertThat(shop.select(Discovery.class)).isNotNull();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("etcd-registrar"));
        }
    }

    @Test
    void aBeanChoosesInsteadOfRoundRobin() {
        long lease = view.grant(60);
        view.put("/services/orders/1", "a:1", lease);
        view.put("/services/orders/2", "b:2", lease);
        try (Application shop =
                Application.start(config("enabled", "false"), DiscoveryBean.class, Caller.class, Last.class)) {
            ServiceInstances orders = shop.select(Caller.class).orders();
            orders.await(LONG);
            await().atMost(30, SECONDS).until(() -> orders.list().size() == 2);
            assertThat(orders.require().host()).isEqualTo("b");
            assertThat(orders.require().host()).isEqualTo("b");
        }
        view.revoke(lease);
    }
}
