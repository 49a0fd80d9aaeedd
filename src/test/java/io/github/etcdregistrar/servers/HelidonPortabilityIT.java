package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.HelidonApplication;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.Jdk;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Helidon MP, which is started by its application. That takes some seconds to start. */
@Tag("portability")
@Runtime(value = "Helidon MP", version = "helidon.version", java = 25, without = "UNDEPLOY: it is its own server")
@ExtendWith(CompatibilityTable.class)
class HelidonPortabilityIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final HelidonApplication server = new HelidonApplication();
    private Etcd etcd;
    private EtcdView view;
    private Observer observer;

    @BeforeEach
    void prepare() {
        etcd = Etcd.start();
        view = EtcdView.of(etcd.endpoint());
        server.with("-Detcd.registrar.endpoints=" + etcd.endpoint()).on(Jdk.newest(25));
        observer = new Observer(server, view);
    }

    @AfterEach
    void end() {
        server.close();
        view.close();
        etcd.close();
    }

    @Test
    @Covers({
        Check.FOUND,
        Check.AFTER_THE_ANSWER,
        Check.LIVENESS,
        Check.NO_READINESS,
        Check.METRICS,
        Check.SIGTERM,
        Check.QUIET
    })
    void isRegisteredAsFoundWhenItAnswersAndUntilItStops() {
        server.with("-Dmp.metrics.appName=hello");
        CompletableFuture<Void> started = CompletableFuture.runAsync(server::start);
        Entry key = await("the key")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> observer.key("hello"), Optional::isPresent)
                .orElseThrow();
        assertThat(Http.get(server.url()).body()).isEqualTo("Hello");
        started.join();

        JsonObject value = Json.object(key.value());
        assertThat(value.getString("name")).isEqualTo("hello");
        assertThat(value.getInt("port")).isEqualTo(server.port());
        assertThat(value.getString("url")).isEqualTo("http://" + value.getString("ip") + ":" + server.port() + "/");
        assertThat(Json.checks(Http.get(server.url() + "/health/live"), "etcd-registrar"))
                .hasSize(1);
        assertThat(Json.checks(Http.get(server.url() + "/health/ready"), "etcd-registration"))
                .isEmpty();
        await("metrics").atMost(SOON).until(() -> Http.get(server.url() + "/metrics?scope=application")
                .body()
                .contains("etcd_registrar_registered{"));

        observer.measureGoing("SIGTERM until the key was gone", observer.awaitKey("hello"), SOON, server::stop);
        assertThat(view.leases()).isEmpty();
        assertThat(Complaints.in(server.log())).isEmpty();
    }

    @Test
    void withoutANameAWarningSaysWhatToSet() {
        server.start();
        observer.awaitKey("application");
        assertThat(server.log()).contains("Set etcd.registrar.name");
    }

    @Test
    void itsKeyStaysAfterAKillUntilItsTimeIsOver() {
        server.with("-Detcd.registrar.ttl=PT5S").start();
        Entry key = observer.awaitKey("application");
        server.kill();
        assertThat(observer.key("application")).contains(key);
        await("its end").atMost(SOON).until(() -> observer.key("application").isEmpty());
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
