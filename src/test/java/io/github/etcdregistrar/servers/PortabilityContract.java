package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.servers.apps.SlowStart;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.Jvm;
import io.github.etcdregistrar.testing.servers.War;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds on every server that takes WARs, also where there are neither health checks nor metrics. One server serves all
 * tests, and has one application that starts slowly.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(CompatibilityTable.class)
abstract class PortabilityContract extends ServerTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** So long that within a test nothing but a revoke can explain the going of a key. */
    private static final String LONG_TTL = "PT60S";

    private long undeployedNanos = System.nanoTime();

    PortabilityContract(AppServer server, Path sample) {
        super(server, sample);
    }

    /** Where the health checks are of a server that {@link WithHealth has them}. */
    public String healthUrl() {
        return server.url() + "/health";
    }

    /** Where the metrics are of a server that {@link WithMetrics has them}. */
    public String metricsUrl() {
        return server.url() + "/metrics?scope=application";
    }

    @BeforeAll
    void deploy() {
        server.deploy("slow", slow());
    }

    @BeforeEach
    void running() {
        if (!server.isRunning()) {
            keyComesAfterTheAnswer("slow", "", server::start);
        }
    }

    private Path slow() {
        return War.with(war(Map.of("etcd.registrar.ttl", LONG_TTL)), SlowStart.class);
    }

    final Path war(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of("etcd.registrar.endpoints", etcd.endpoint()));
        all.putAll(properties);
        return War.configured(sample, all);
    }

    /** Whoever finds the key, other than one of before, is served at its URL. */
    private Entry keyComesAfterTheAnswer(String application, String before, Runnable start) {
        CompletableFuture<Void> started = CompletableFuture.runAsync(start);
        Entry key = await("the key of " + application)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> observer.key(application).filter(found -> !Long.toHexString(found.lease())
                                .equals(before)),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(Http.get(server.url(application) + "/").status()).isEqualTo(200);
        started.join();
        return key;
    }

    @Test
    @Covers(Check.FOUND)
    @Order(1)
    void nameAndPortAndUrlAreFound() {
        Entry slow = observer.awaitKey("slow");
        JsonObject value = Json.object(slow.value());
        assertThat(slow.key()).isEqualTo("/services/slow/" + value.getString("ip") + "/" + server.pid());
        assertThat(value.getString("name")).isEqualTo("slow");
        assertThat(value.getInt("port")).isEqualTo(server.port());
        assertThat(value.getString("url")).isEqualTo("http://" + value.getString("ip") + ":" + server.port() + "/slow");
    }

    @Test
    @Covers(Check.EXECUTOR)
    @Order(1)
    void itHasAThreadOfItsOwnOnlyWhereTheServerHasNoExecutor() {
        observer.awaitKey("slow");
        boolean none = Stream.of(getClass().getAnnotation(Runtime.class).without())
                .anyMatch(reason -> reason.startsWith(Check.EXECUTOR + ": "));
        assertThat(new Jvm(server.pid()).threads().contains("etcd-registrar-loop"))
                .isEqualTo(none);
    }

    @Test
    @Covers({Check.AFTER_THE_ANSWER, Check.UNDEPLOY, Check.TWO_WARS})
    @Order(2)
    void aDeploymentAndARedeploymentAreRegisteredWhenTheyAnswer() {
        Entry first = keyComesAfterTheAnswer("other", "", () -> server.deploy("other", slow()));
        Entry second = keyComesAfterTheAnswer(
                "other", Long.toHexString(first.lease()), () -> server.redeploy("other", slow()));
        assertThat(view.leases()).hasSize(2).contains(second.lease());
        observer.measureGoing("undeploy until its key was gone", second, SOON, () -> server.undeploy("other"));
        undeployedNanos = System.nanoTime();
        assertThat(observer.key("slow")).isPresent();
        await("the lease").atMost(SOON).until(() -> view.leases().size() == 1);
    }

    /** What a server that {@link WithRestClient has MicroProfile Rest Client} is asked. */
    public void callsItself(String uri) {
        server.deploy("shop", callingItself(war(Map.of("etcd.registrar.ttl", LONG_TTL)), uri));
        String page = server.url("shop") + "/api/calling";
        // Before that, it would fail, and servers would complain.
        await("the list")
                .atMost(SOON)
                .until(() -> Http.get(page + "/list").body().contains("127.0.0.1"));
        assertThat(Http.get(page).body()).startsWith("Hello");
        server.undeploy("shop");
    }

    @Test
    @Covers(Check.BAD_CONFIGURATION)
    void aWrongPropertyFailsTheDeploymentAndIsNamed() {
        expectRefusalOf(war(Map.of("etcd.registrar.ttl", "soon")));
    }

    @Test
    @Covers(Check.QUIET)
    @Order(Integer.MAX_VALUE - 2)
    void theServerComplainsOfNothing() {
        // A task that is left behind is due within 5 s.
        await("what is due later")
                .until(() -> System.nanoTime() - undeployedNanos
                        > Duration.ofSeconds(6).toNanos());
        assertThat(Complaints.in(server.log())).isEmpty();
    }

    @Test
    @Covers(Check.SIGTERM)
    @Order(Integer.MAX_VALUE - 1)
    void sigtermTakesTheKey() {
        observer.measureGoing("SIGTERM until the key was gone", observer.awaitKey("slow"), SOON, server::stop);
        assertThat(view.leases()).isEmpty();
    }

    /** The second signal is there so that no limit of time is: the drain can be as long as this machine is busy. */
    @Test
    @Covers(Check.DRAIN)
    @Order(Integer.MAX_VALUE)
    void sigtermTakesTheKeyFirstAndTheServerServesUntilTheDrainIsOver() {
        server.deploy("draining", war(Map.of("etcd.registrar.ttl", LONG_TTL, "etcd.registrar.drain", "PT1H")));
        observer.measureGoing("SIGTERM until the key was gone", observer.awaitKey("draining"), SOON, server::terminate);
        await("the drain").atMost(SOON).until(() -> server.log().contains("the application serves for another PT1H"));
        assertThat(Http.get(server.url("draining") + "/").status()).isEqualTo(200);
        observer.measureGoing(
                "another SIGTERM until the other key was gone", observer.awaitKey("slow"), SOON, server::stop);
    }

    @Test
    @Covers(Check.KILL)
    @Order(Integer.MAX_VALUE)
    void itIsRegisteredAnewAfterTheNextStartAndDeathShowsWhenTheTtlIsOver() {
        server.deploy("brief", war(Map.of()));
        expectDeathToShow("brief", "slow");
    }
}
