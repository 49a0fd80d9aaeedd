package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.OtlpCollector;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.QuarkusApplication;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Quarkus in JVM mode, which runs no portable extensions. Its application takes some seconds to start. */
@Runtime(value = "Quarkus (JVM mode)", version = "quarkus.version", without = "UNDEPLOY: it is its own server")
@ExtendWith(CompatibilityTable.class)
class QuarkusIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private Etcd etcd;
    private EtcdView view;
    private OtlpCollector collector;
    private QuarkusApplication server;
    private Observer observer;

    @BeforeEach
    void prepare() {
        etcd = Etcd.start();
        view = EtcdView.of(etcd.endpoint());
        collector = new OtlpCollector();
        server = new QuarkusApplication();
        server.with(
                "-Detcd.registrar.endpoints=" + etcd.endpoint(),
                "-Dquarkus.otel.metric.export.interval=1s",
                "-Dquarkus.otel.exporter.otlp.endpoint=" + collector.endpoint());
        observer = new Observer(server, view);
    }

    @AfterEach
    void end() {
        server.close();
        collector.close();
        view.close();
        etcd.close();
    }

    @Test
    @Covers({Check.FOUND, Check.AFTER_THE_ANSWER, Check.LIVENESS, Check.NO_READINESS, Check.METRICS, Check.SIGTERM})
    void isRegisteredAsFoundWhenItAnswersAndUntilItStops() {
        CompletableFuture<Void> started = CompletableFuture.runAsync(server::start);
        Entry key = await("the key")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> observer.key("quarkus"), java.util.Optional::isPresent)
                .orElseThrow();
        assertThat(Http.get(server.url()).body()).isEqualTo("Hello");
        started.join();

        JsonObject value = Json.object(key.value());
        assertThat(value.getString("name")).isEqualTo("quarkus");
        assertThat(value.getInt("port")).isEqualTo(server.port());
        assertThat(value.getString("url")).isEqualTo("http://" + value.getString("ip") + ":" + server.port() + "/");
        assertThat(Json.checks(Http.get(server.url() + "/q/health/live"), "etcd-registrar"))
                .hasSize(1);
        await("metrics").atMost(SOON).until(() -> collector.received().contains("etcd.registrar.registered"));

        etcd.kill();
        Http.Answer ready = Http.get(server.url() + "/q/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(Json.checks(ready, "etcd-registration")).isEmpty();
        etcd.restart();
        observer.measureGoing("SIGTERM until the key was gone", observer.awaitKey("quarkus"), SOON, server::stop);
        assertThat(view.leases()).isEmpty();
    }

    @Test
    void hasAReadinessCheckIfAskedFor() {
        server.with("-Detcd.registrar.readiness=true").start();
        observer.awaitKey("quarkus");
        await("the check").atMost(SOON).untilAsserted(() -> assertThat(
                        Json.checks(Http.get(server.url() + "/q/health/ready"), "etcd-registration"))
                .singleElement()
                .satisfies(check -> assertThat(check.getString("status")).isEqualTo("UP")));
    }

    @Test
    @Covers(Check.BAD_CONFIGURATION)
    void aWrongPropertyFailsTheStartAndIsNamed() {
        server.with("-Detcd.registrar.ttl=soon");
        assertThatThrownBy(server::start).isNotNull();
        assertThat(server.log()).contains("etcd.registrar.ttl = soon");
        assertThat(view.leases()).isEmpty();
    }
}
