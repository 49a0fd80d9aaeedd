package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.servers.apps.OrdersCaller;
import io.github.etcdregistrar.servers.apps.OrdersClient;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One application calls another, on two servers, by MicroProfile Rest Client; whatever happens to etcd, no call fails. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CallsUnderLoadIT extends ServerTest {
    /** For how many seconds etcd is away, at least. */
    private static final int AWAY = Integer.getInteger("calls.away", 6);

    /** How many seconds after its deregistration an instance is still called. */
    private static final int LATE = 1;

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<AppServer> called = List.of(new OpenLiberty(), new OpenLiberty());

    CallsUnderLoadIT() {
        super(OpenLiberty.withMore("mpRestClient-3.0", "mpFaultTolerance-4.0"), Runtimes.libertySample());
    }

    @BeforeAll
    void start() {
        Path war = War.configured(
                sample,
                Map.of(
                        "etcd.registrar.endpoints", etcd.endpoint(),
                        "etcd.registrar.ip", "127.0.0.1",
                        "etcd.registrar.drain", "PT1H"));
        called.forEach(each -> each.deploy("orders", war));
        server.deploy("caller", War.with(War.with(war, OrdersClient.class), OrdersCaller.class));
        Stream.concat(called.stream(), Stream.of(server))
                .map(each -> CompletableFuture.runAsync(each::start))
                .toList()
                .forEach(CompletableFuture::join);
        awaitList("2 true 0");
    }

    @AfterAll
    void stop() {
        called.forEach(AppServer::close);
    }

    @Test
    @Order(1)
    void noCallFailsWhileEtcdIsAwayWipedAndRestored() throws InterruptedException {
        Load load = new Load(url(""));
        awaitAnswersOf(load, called);
        long killed = System.nanoTime();
        etcd.kill();
        awaitList("2 stale 0");
        long left = AWAY - TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - killed);
        TimeUnit.SECONDS.sleep(left); // Not at all, if it has been away for that long.
        etcd.backUp();
        long away = System.nanoTime() - killed;
        etcd.restart();
        awaitList("2 true 0");

        etcd.kill();
        etcd.wipe();
        etcd.restart();
        awaitBothAnew();

        etcd.kill();
        etcd.restore();
        etcd.restart();
        awaitBothAnew();
        awaitAnswersOf(load, called);
        load.close();
        print(load, "etcd away for %.0f s, then wiped, then restored".formatted(away / 1e9));
        assertThat(load.failures()).isEmpty();
    }

    @Test
    @Order(2)
    void noCallFailsWhenAnInstanceDrains() throws InterruptedException {
        AppServer drained = called.get(0);
        Load load = new Load(url(""));
        awaitAnswersOf(load, called);
        // What a caller does that hears of it late.
        Load late = new Load(drained.url("orders") + "/api/hello");
        drained.terminate();
        awaitList("1 true 0");
        TimeUnit.SECONDS.sleep(LATE);
        late.close();
        drained.stop(); // By a second signal, so that the drain can be as long as this machine is busy.
        awaitAnswersOf(load, called.subList(1, 2));
        load.close();
        print(load, "an instance stopped with a drain");
        assertThat(load.failures()).isEmpty();
        assertThat(late.calls()).isPositive();
        assertThat(late.failures()).isEmpty();
    }

    @Test
    @Order(3)
    @Tag("long")
    void noCallFailsForGoodWhenAnInstanceIsKilled() {
        called.get(0).start();
        awaitList("2 true 0");
        Load load = new Load(url("/retried"));
        awaitAnswersOf(load, called);
        called.get(0).kill();
        awaitList("1 true 0");
        load.close();
        print(load, "an instance killed, with @Retry");
        assertThat(load.failures()).isEmpty();
    }

    /** Both are known, by keys that they have put since etcd lost some. */
    private void awaitBothAnew() {
        await("two keys")
                .atMost(SOON)
                .until(() -> view.list("/services/orders/").size() == 2);
        awaitList("2 true 0");
    }

    private void awaitAnswersOf(Load load, List<AppServer> servers) {
        load.forgetAnswers();
        await("answers of all").atMost(SOON).untilAsserted(() -> assertThat(load.answers())
                .containsAll(servers.stream()
                        .map(each -> "Hello from process " + each.pid())
                        .toList()));
    }

    private void awaitList(String expected) {
        await("the list").atMost(SOON).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(
                        Http.get(url("/list")).body())
                .isEqualTo(expected));
    }

    private String url(String path) {
        return server.url("caller") + "/api/orders" + path;
    }

    private static void print(Load load, String what) {
        System.out.printf("%s: %d calls, %d failed%n", what, load.calls(), load.failed());
    }
}
