package io.github.etcdregistrar.servers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.servers.apps.CallingResource;
import io.github.etcdregistrar.servers.apps.HelloClient;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An application on Open Liberty that calls itself by what it finds in etcd. */
class OpenLibertyDiscoveryIT extends ServerTest {

    OpenLibertyDiscoveryIT() {
        super(
                new OpenLiberty(List.of(), "<featureManager><feature>mpRestClient-3.0</feature></featureManager>"),
                Runtimes.libertySample());
    }

    @Test
    void callsWhatItFindsAlsoWhileEtcdIsAway() {
        Path war = War.with(
                War.with(
                        War.configured(
                                sample,
                                Map.of("etcd.registrar.endpoints", etcd.endpoint(), "etcd.registrar.ip", "127.0.0.1")),
                        HelloClient.class),
                CallingResource.class);
        server.start();
        server.deploy("shop", war);
        observer.awaitKey("shop");
        await().atMost(30, SECONDS)
                .untilAsserted(() ->
                        assertThat(get("/calling/list")).contains("127.0.0.1").doesNotContain("stale"));
        assertThat(get("/calling")).startsWith("Hello from process");
        assertThat(Http.get(server.url() + "/health/live").body()).contains("discovery.shop.instances\":1");

        etcd.kill();
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(get("/calling/list")).contains("stale"));
        assertThat(get("/calling")).startsWith("Hello from process");

        etcd.restart();
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(get("/calling/list")).doesNotContain("stale"));
        server.undeploy("shop");
        assertThat(view.list("/services/")).isEmpty();
    }

    private String get(String path) {
        return Http.get(server.url("shop") + "/api" + path).body();
    }
}
