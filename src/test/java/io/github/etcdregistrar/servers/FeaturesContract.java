package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.servers.apps.FileReadiness;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.War;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What applications that ask for more than a key get on every application server; a part of {@link ServerContract}. */
abstract class FeaturesContract extends ServerTest {
    /** So long that within a test nothing but a revoke can explain the going of a key. */
    static final Map<String, String> LONG_TTL = Map.of("etcd.registrar.ttl", "PT60S");

    private static final Duration SOON = Duration.ofSeconds(30);

    FeaturesContract(AppServer server, Path sample) {
        super(server, sample);
    }

    @Test
    void threeServicesInFourFormatsAreThereWhileTheApplicationIsReady() throws IOException {
        Path ready = Files.createTempFile(sample.getParent(), "ready", "");
        Path war = War.with(
                war(Map.of(
                        "etcd.registrar.ttl",
                        "PT60S",
                        "etcd.registrar.services",
                        "orders,invoices,stock",
                        "etcd.registrar.format",
                        "plain,grpc,go-zero,go-kit",
                        "etcd.registrar.invoices.port",
                        "9090",
                        "etcd.registrar.gate",
                        "readiness",
                        FileReadiness.FILE,
                        ready.toString())),
                FileReadiness.class);
        try {
            assertThreeServices(ready, CompletableFuture.runAsync(() -> server.deploy("shop", war)));
        } finally {
            server.undeploy("shop");
            Files.deleteIfExists(ready);
        }
        assertThat(Stream.of("orders", "invoices", "stock").flatMap(name -> view.list(name).stream()))
                .isEmpty();
        assertThat(view.leases()).hasSize(2);
    }

    private void assertThreeServices(Path ready, CompletableFuture<Void> deployment) throws IOException {
        Entry orders = observer.awaitKey("orders");
        // Whoever finds the key is served.
        assertThat(Http.get(server.url("shop") + "/api/hello").status()).isEqualTo(200);
        deployment.join();
        awaitAll(orders.lease());
        assertThat(observer.awaitKey("invoices").value()).contains("\"port\":9090");
        assertThat(health("orders.state")).contains("REGISTERED");

        Files.delete(ready);
        await("the taking out").atMost(SOON).until(() -> !view.leases().contains(orders.lease()));
        assertThat(keysUnder(orders.lease())).isEmpty();
        await("health").untilAsserted(() -> assertThat(health("stock.state")).contains("NOT_READY"));
        assertThat(health("stock.problem"))
                .hasValueSatisfying(why -> assertThat(why).contains(FileReadiness.NAME));

        Files.createFile(ready);
        Entry again = observer.awaitKey("orders", key -> key.lease() != orders.lease());
        awaitAll(again.lease());
    }

    private void awaitAll(long lease) {
        await("all keys").atMost(SOON).until(() -> keysUnder(lease).size() == 12);
    }

    private List<Entry> keysUnder(long lease) {
        return Stream.of("/service", "orders", "invoices", "stock")
                .flatMap(prefix -> view.list(prefix).stream())
                .filter(entry -> entry.lease() == lease)
                .toList();
    }

    /** What the liveness check of the one that has it says under a name. */
    private Optional<String> health(String name) {
        return Json.checks(Http.get(server.url() + "/health/live"), "etcd-registrar").stream()
                .map(check -> check.getJsonObject("data"))
                .filter(data -> data.containsKey(name))
                .map((JsonObject data) -> data.getString(name))
                .findFirst();
    }

    @Test
    void metricsAreShownAsLongAsTheApplicationIsThere() {
        server.deploy("shown", war(LONG_TTL));
        observer.awaitKey("shown");
        await("its metrics").untilAsserted(() -> {
            assertThat(metric("shown", "registered{")).contains(1.0);
            assertThat(metric("shown", "lease_remaining_seconds{"))
                    .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(20.0, 60.0));
            assertThat(metric("quick", "registered{")).contains(1.0);
            assertThat(metric("quick", "lease_renewals_total{"))
                    .hasValueSatisfying(renewals -> assertThat(renewals).isPositive());
        });
        assertThat(metrics("shown")).noneMatch(line -> line.startsWith("etcd_registrar_failures"));
        etcd.stop();
        await("a failure").untilAsserted(() -> {
            assertThat(metric("shown", "failures_total{"))
                    .hasValueSatisfying(count -> assertThat(count).isPositive());
            assertThat(metric("quick", "failures_total{"))
                    .hasValueSatisfying(count -> assertThat(count).isPositive());
        });
        etcd.restart();
        view.revoke(observer.awaitKey("shown").lease());
        await("its recovery").untilAsserted(() -> {
            assertThat(metric("shown", "reregistrations_total{")).contains(1.0);
            assertThat(metric("shown", "recovery_duration_seconds_count{")).contains(1.0);
        });
        server.undeploy("shown");
        assertThat(metrics("shown")).isEmpty();
        assertThat(metrics("quick")).isNotEmpty();
    }

    /** The value of an application's metric whose name begins so, after what all have in common. */
    private Optional<Double> metric(String application, String name) {
        return metrics(application).stream()
                .filter(line -> line.startsWith("etcd_registrar_" + name))
                .map(line -> Double.valueOf(line.replaceFirst(".*} ", "")))
                .findFirst();
    }

    private List<String> metrics(String application) {
        return Http.get(server.url() + "/metrics?scope=application")
                .body()
                .lines()
                .filter(line -> line.contains("etcd_registrar_application=\"" + application + "\""))
                .toList();
    }

    /** A copy of the sample that finds this test's etcd and is configured further. */
    final Path war(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of("etcd.registrar.endpoints", etcd.endpoint()));
        all.putAll(properties);
        return War.configured(sample, all);
    }
}
