package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Open Liberty with as few features as may be. */
class MinimalLibertyIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    private Etcd etcd;
    private EtcdView view;
    private Path war;

    @BeforeEach
    void prepare() {
        etcd = Etcd.start();
        view = EtcdView.of(etcd.endpoint());
        war = War.configured(
                // Its classes need REST and JSON; ours must not.
                War.without(Runtimes.libertySample(), "WEB-INF/classes/com"),
                Map.of(
                        "etcd.registrar.endpoints",
                        etcd.endpoint(),
                        "etcd.registrar.ttl",
                        "PT60S",
                        // Where the server listens, or else a warning would say that it does not.
                        "etcd.registrar.ip",
                        "127.0.0.1"));
    }

    @AfterEach
    void end() {
        view.close();
        etcd.close();
    }

    @Test
    void cdiConfigAndHealthAreEnough() {
        try (AppServer server = new OpenLiberty(List.of("cdi-4.0", "mpConfig-3.1", "mpHealth-4.0"))) {
            comesAndGoes(server, () -> {
                List<JsonObject> live = Json.checks(Http.get(server.url() + "/health/live"), "etcd-registrar");
                assertThat(live).hasSize(2).allSatisfy(check -> assertThat(check.getString("status"))
                        .isEqualTo("UP"));
            });
        }
    }

    @Test
    void withoutHealthThereAreNoChecksAndEverythingElse() {
        try (AppServer server = new OpenLiberty(List.of("cdi-4.0", "mpConfig-3.1", "servlet-6.0"))) {
            comesAndGoes(server, () -> assertThat(
                            Http.get(server.url() + "/health/live").isOk())
                    .isFalse());
        }
    }

    @Test
    void httpsIsFoundWhereThereIsNoHttp() {
        try (AppServer server = new OpenLiberty(
                List.of("cdi-4.0", "mpConfig-3.1", "servlet-6.0", "transportSecurity-1.0"),
                """
                <httpEndpoint id="defaultHttpEndpoint" httpPort="-1" httpsPort="${http.port}"/>
                <keyStore id="defaultKeyStore" password="made-for-this"/>
                """)) {
            server.deploy("secure", war);
            server.launch();

            JsonObject value =
                    Json.object(new Observer(server, view).awaitKey("secure").value());
            assertThat(value.getInt("port")).isEqualTo(server.port());
            assertThat(value.getString("url"))
                    .isEqualTo("https://" + value.getString("ip") + ":" + server.port() + "/secure");
        }
    }

    @Test
    void aPortThatIsClosedIsNotInvented() {
        try (AppServer server = new OpenLiberty(
                List.of("cdi-4.0", "mpConfig-3.1", "servlet-6.0"),
                """
                <httpEndpoint id="defaultHttpEndpoint" httpPort="-1" httpsPort="-1"/>
                """)) {
            server.deploy("closed", war);
            server.launch();

            JsonObject value =
                    Json.object(new Observer(server, view).awaitKey("closed").value());
            assertThat(value).doesNotContainKeys("port", "url");
        }
    }

    private void comesAndGoes(AppServer server, Runnable whileThere) {
        Observer observer = new Observer(server, view);
        server.deploy("small", war);
        server.start();
        server.deploy("other", war);

        Entry small = observer.awaitKey("small");
        assertThat(Json.object(small.value()).getInt("port")).isEqualTo(server.port());
        assertThat(Json.object(small.value()).getString("name")).isEqualTo("small");
        Entry other = observer.awaitKey("other");
        whileThere.run();

        observer.measureGoing("undeploy until its key was gone", other, SOON, () -> server.undeploy("other"));
        observer.measureGoing("SIGTERM until the key was gone", small, Duration.ofSeconds(30), server::stop);
        assertThat(view.leases()).isEmpty();
        assertThat(server.log().lines().filter(MinimalLibertyIT::isTrouble)).isEmpty();
    }

    private static boolean isTrouble(String line) {
        return line.matches("\\[(WARNING|ERROR|FATAL) *].*") || line.contains("Exception");
    }
}
