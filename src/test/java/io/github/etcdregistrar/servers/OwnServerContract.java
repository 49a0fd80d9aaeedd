package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that is its own server, takes some seconds to start, and answers "Hello". */
@ExtendWith(CompatibilityTable.class)
abstract class OwnServerContract {
    static final Duration SOON = Duration.ofSeconds(30);

    final AppServer server;
    Etcd etcd;
    EtcdView view;
    Observer observer;

    OwnServerContract(AppServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() {
        etcd = Etcd.start();
        view = EtcdView.of(etcd.endpoint());
        server.with("-Detcd.registrar.endpoints=" + etcd.endpoint());
        observer = new Observer(server, view);
    }

    @AfterEach
    void end() {
        server.close();
        view.close();
        etcd.close();
    }

    /** Starts it, and checks that its key is not there before it answers, and says where it is. */
    final void startsAndIsRegisteredAsFound(String name) {
        CompletableFuture<Void> started = CompletableFuture.runAsync(server::start);
        Entry key = await("the key")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> observer.key(name), Optional::isPresent)
                .orElseThrow();
        assertThat(Http.get(server.url()).body()).isEqualTo("Hello");
        started.join();

        JsonObject value = Json.object(key.value());
        assertThat(value.getString("name")).isEqualTo(name);
        assertThat(value.getInt("port")).isEqualTo(server.port());
        assertThat(value.getString("url")).isEqualTo("http://" + value.getString("ip") + ":" + server.port() + "/");
    }

    @Test
    @Covers(Check.DRAIN)
    void sigtermTakesTheKeyFirstAndItServesUntilTheDrainIsOver() {
        server.with("-Detcd.registrar.name=draining", "-Detcd.registrar.drain=PT1H")
                .start();
        observer.measureGoing("SIGTERM until the key was gone", observer.awaitKey("draining"), SOON, server::terminate);
        await("the drain").atMost(SOON).until(() -> server.log().contains("the application serves for another PT1H"));
        assertThat(Http.get(server.url()).body()).isEqualTo("Hello");
        // A second signal ends it.
        server.stop();
    }

    @Test
    @Covers(Check.KILL)
    void itsKeyStaysAfterAKillUntilItsTimeIsOver() {
        server.with("-Detcd.registrar.name=killed", "-Detcd.registrar.ttl=PT5S").start();
        Entry key = observer.awaitKey("killed");
        server.kill();
        assertThat(observer.key("killed")).contains(key);
        await("its end").atMost(SOON).until(() -> observer.key("killed").isEmpty());
    }

    final void stopTakesItsKey(String name) {
        observer.measureGoing("SIGTERM until the key was gone", observer.awaitKey(name), SOON, server::stop);
        assertThat(view.leases()).isEmpty();
    }

    @Test
    @Covers(Check.REST_CLIENT)
    void aRestClientFindsAnInstance() {
        server.with("-Detcd.registrar.name=hello", "-Detcd.registrar.ip=127.0.0.1");
        server.start();
        await("a call of what was found").atMost(SOON).untilAsserted(() -> assertThat(
                        Http.get(server.url() + "/calling").body())
                .isEqualTo("Hello"));
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
