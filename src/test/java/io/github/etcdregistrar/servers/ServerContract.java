package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What holds on every application server. One server serves all tests, and is started again where one has ended it. It
 * always has two applications: {@code quick}, with the default TTL, the readiness check and a drain, and {@code slow}, whose TTL
 * is so long that within a test nothing but a revoke can explain the going of its key.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ServerContract extends FeaturesContract {
    private static final Duration SOON = Duration.ofSeconds(5);

    ServerContract(AppServer server, Path sample) {
        super(server, sample);
    }

    @BeforeAll
    void deploy() {
        server.deploy("quick", war(Map.of("etcd.registrar.readiness", "true", "etcd.registrar.drain", "PT1H")));
        server.deploy("slow", war(LONG_TTL));
    }

    @BeforeEach
    void running() {
        if (!server.isRunning()) {
            observer.measure("start of the server with two applications", server::start);
        }
        observer.awaitKey("quick");
        observer.awaitKey("slow");
    }

    @Test
    void registersUnderItsAddressAndProcessIdWithTheTtlAskedFor() throws IOException {
        Entry quick = observer.awaitKey("quick");
        JsonObject value = Json.object(quick.value());
        assertThat(quick.key()).isEqualTo("/services/quick/" + value.getString("ip") + "/" + server.pid());
        assertThat(view.grantedTtl(quick.lease())).isEqualTo(5);
        assertThat(value.getString("name")).isEqualTo("quick");
        assertThat(value.getInt("port")).isEqualTo(server.port());
        assertThat(value.getString("url"))
                .isEqualTo("http://" + value.getString("ip") + ":" + server.port() + "/quick");
        InetAddress ip = InetAddress.getByName(value.getString("ip"));
        assertThat(NetworkInterface.getByInetAddress(ip)).isNotNull();
        if (!ip.isLoopbackAddress()) {
            assertThat(server.log()).contains("the server listens at 127.0.0.1 only, and " + value.getString("ip"));
        }
        // What gRPC logs of its own at INFO.
        assertThat(server.log()).doesNotContain("TcpMetrics").doesNotContain("Epoll");
        assertThat(value.getJsonNumber("pid").longValue()).isEqualTo(server.pid());
        assertThat(value.getJsonObject("metadata").getString("server")).isNotEmpty();

        Entry slow = observer.awaitKey("slow");
        assertThat(slow.key()).isEqualTo(quick.key().replace("quick", "slow"));
        assertThat(view.grantedTtl(slow.lease())).isEqualTo(60);
        assertThat(view.leases()).containsExactlyInAnyOrder(quick.lease(), slow.lease());

        JsonObject shown =
                Json.object(Http.get(server.url("quick") + "/api/registration").body());
        assertThat(shown.getString("state")).isEqualTo("REGISTERED");
        assertThat(shown.getJsonArray("keys").getString(0)).isEqualTo(quick.key());
        assertThat(shown.getString("lease")).isEqualTo(Long.toHexString(quick.lease()));
    }

    @Test
    void isLiveAlwaysAndReadyOnlyWhereSwitchedOn() {
        List<JsonObject> live = Json.checks(Http.get(server.url() + "/health/live"), "etcd-registrar");
        assertThat(live).hasSize(2).allSatisfy(check -> {
            assertThat(check.getString("status")).isEqualTo("UP");
            assertThat(check.getJsonObject("data").getString("state")).isEqualTo("REGISTERED");
        });

        List<JsonObject> ready = Json.checks(Http.get(server.url() + "/health/ready"), "etcd-registration");
        assertThat(ready).singleElement().satisfies(check -> {
            assertThat(check.getString("status")).isEqualTo("UP");
            assertThat(check.getJsonObject("data").getString("key")).startsWith("/services/quick/");
        });
    }

    @Test
    void undeployTakesItsOwnKeyAndLeavesTheOthers() {
        observer.measure("deployment of a third application", () -> server.deploy("third", war(LONG_TTL)));
        Entry third = observer.awaitKey("third");

        observer.measureGoing("undeploy until its key was gone", third, SOON, () -> server.undeploy("third"));
        assertThat(view.leases()).doesNotContain(third.lease());
        assertThat(observer.key("quick")).isPresent();
        assertThat(observer.key("slow")).isPresent();
    }

    @Test
    void redeployGivesANewLeaseAndLeavesNoOther() {
        server.deploy("again", war(LONG_TTL));
        Entry before = observer.awaitKey("again");
        server.redeploy("again", war(LONG_TTL));
        Entry after = observer.awaitKey("again", key -> key.lease() != before.lease());

        assertThat(after.key()).isEqualTo(before.key());
        assertThat(view.leases()).hasSize(3).contains(after.lease());
        server.undeploy("again");
    }

    @Test
    void aWrongPropertyFailsTheDeploymentAndIsNamed() {
        expectRefusalOf(war(Map.of("etcd.registrar.ttl", "soon")));
    }

    @Test
    void withoutEtcdItServesAllTheSame() {
        String nobody = "http://127.0.0.1:" + EtcdPorts.free();
        server.deploy("alone", war(Map.of("etcd.registrar.endpoints", nobody)));

        assertThat(Http.get(server.url("alone") + "/api/hello").body()).contains("Hello");
        // It has just been seen to serve, which the gate may not know yet.
        await("the state")
                .untilAsserted(() -> assertThat(Json.object(Http.get(server.url("alone") + "/api/registration")
                                        .body())
                                .getString("state"))
                        .isEqualTo("REGISTERING"));
        assertThat(Json.checks(Http.get(server.url() + "/health/live"), "etcd-registrar"))
                .hasSize(3)
                .allSatisfy(check -> assertThat(check.getString("status")).isEqualTo("UP"));
        observer.measure("undeploy without etcd", () -> server.undeploy("alone"));
    }

    @Test
    void anEtcdThatRestartsWithItsDataDoesNotShow() {
        Entry before = observer.awaitKey("quick");
        etcd.kill();
        etcd.restart();
        await("the key to stand for longer than a TTL")
                .during(Duration.ofSeconds(7))
                .atMost(Duration.ofSeconds(30))
                .until(() -> observer.key("quick").equals(Optional.of(before)));
    }

    @Test
    void aKeyDeletedByHandIsBack() {
        Entry before = observer.awaitKey("slow");
        for (int round = 0; round < 3; round++) {
            view.delete(before.key());
            observer.measure(
                    "from deleting a key until it was back, its renewal far away", () -> observer.awaitKey("slow"));
            assertThat(observer.awaitKey("slow").lease()).isEqualTo(before.lease());
        }
    }

    @Test
    void aFrozenServerIsBackWhenItRunsOn() {
        server.freeze();
        try {
            await("the key to expire").atMost(Duration.ofSeconds(20)).until(() -> observer.key("quick")
                    .isEmpty());
        } finally {
            server.thaw();
        }
        observer.measure("from running on until the key was back", () -> observer.awaitKey("quick"));
    }

    /** The second signal is there so that no limit of time is: the drain can be as long as this machine is busy. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void sigtermTakesTheKeysAndTheServerServesUntilTheDrainIsOver() {
        Entry quick = observer.awaitKey("quick");
        observer.measureGoing("SIGTERM until the key was gone", quick, SOON, server::terminate);
        await("the drain")
                .untilAsserted(() -> assertThat(Json.checks(Http.get(server.url() + "/health/live"), "etcd-registrar"))
                        .extracting(check -> check.getJsonObject("data").getString("state"))
                        .containsExactlyInAnyOrder("DRAINING", "REGISTERED"));
        assertThat(Http.get(server.url("quick") + "/api/hello").body()).contains("Hello");
        assertThat(server.log()).contains("the application serves for another PT1H");

        Entry slow = observer.awaitKey("slow");
        observer.measureGoing(
                "another SIGTERM until the other key was gone", slow, Duration.ofSeconds(30), server::stop);
        assertThat(view.list("/services/")).isEmpty();
        assertThat(view.leases()).isEmpty();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void deathShowsWhenTheTtlIsOver() {
        expectDeathToShow("quick", "slow");
    }
}
