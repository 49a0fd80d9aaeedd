package io.github.etcdregistrar.internal.etcd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.KeepAliveContract;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.servers.Http;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The adapter against a real etcd. */
class GrpcEtcdClientTest extends KeepAliveContract {

    private static final Duration TTL = Duration.ofSeconds(60);
    private static final String NOBODY = "http://127.0.0.1:1";

    private static Etcd etcd;

    @BeforeAll
    static void start() {
        etcd = Etcd.start();
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @AfterEach
    void empty() {
        if (!etcd.isRunning()) {
            etcd.restart();
        }
        EtcdView.clear(etcd.endpoint());
    }

    @Override
    protected EtcdClient open() {
        return open(TIMEOUT, etcd.endpoint());
    }

    private static EtcdClient open(Duration timeout, String... endpoints) {
        List<Endpoint> all = Arrays.stream(endpoints)
                .map(endpoint -> Endpoint.parse(endpoint, false))
                .toList();
        return EtcdClientProvider.openClient(new EtcdClientConfig(all, timeout));
    }

    @Override
    protected void putByHand(String key, String value) {
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            view.put(key, value);
        }
    }

    @Override
    protected void revokeByHand(long lease) {
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            view.revoke(lease);
        }
    }

    @Override
    protected void breakEtcd() {
        etcd.kill();
    }

    @Test
    void aCallThatIsNotAnsweredEndsAtItsDeadline() throws Exception {
        try (EtcdClient client = open(Duration.ofSeconds(3), etcd.endpoint())) {
            client.grant(1, TTL);
            etcd.freeze();
            assertThatThrownBy(() -> client.renew(1))
                    .isInstanceOf(EtcdUnavailableException.class)
                    .hasMessageStartingWith("TIMEOUT: etcd at " + etcd.endpoint() + ": no answer within 3000 ms.");
        } finally {
            etcd.thaw();
        }
    }

    @Test
    void aSilentConnectionEndsTheWatchWithoutARenewal() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (EtcdClient client = open(Duration.ofSeconds(3), etcd.endpoint())) {
            client.read(this, Set.of("/silent"), ended::countDown);
            etcd.freeze();
            assertThat(ended.await(60, SECONDS)).isTrue();
        } finally {
            etcd.thaw();
        }
    }

    @Test
    void renewalsShareOneStream() throws Exception {
        try (EtcdClient client = open()) {
            client.grant(1, TTL);
            long before = keepAliveStreams();
            for (int i = 0; i < 20; i++) {
                assertThat(client.renew(1)).isEqualTo(TTL);
            }
            assertThat(keepAliveStreams() - before).isEqualTo(1);
        }
    }

    /** Counted by etcd. */
    private static long keepAliveStreams() {
        return Http.get(etcd.endpoint() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("grpc_server_started_total") && line.contains("\"LeaseKeepAlive\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void aRefusedConnectionIsSaidInOneLine() {
        try (EtcdClient client = open(TIMEOUT, NOBODY)) {
            assertThatThrownBy(() -> client.renew(1))
                    .isInstanceOf(EtcdUnavailableException.class)
                    .hasMessageStartingWith("CONNECTION_REFUSED: etcd at " + NOBODY + ": ")
                    .hasMessageContaining("Connection refused");
        }
    }

    @Test
    void afterAFailureTheNextCallGoesToTheNextEndpoint() throws Exception {
        try (EtcdClient client = open(TIMEOUT, NOBODY, etcd.endpoint())) {
            try {
                client.grant(1, TTL);
            } catch (EtcdUnavailableException e) {
                assertThat(e).hasMessageContaining(NOBODY);
                client.grant(1, TTL);
            }
            assertThat(client.renew(1)).isEqualTo(TTL);
        }
    }

    @Test
    void anIpv6AddressIsAnEndpoint() {
        try (EtcdClient client = open(TIMEOUT, "http://[::1]:1")) {
            assertThatThrownBy(() -> client.renew(1)).hasMessageContaining("http://[::1]:1");
        }
    }

    @Test
    void whenClosingReturnsNoThreadOfOursIsLeft() {
        // Netty's own executor would live for a second more, so that this would never come true; but on a busy machine
        // closing can run out of time once.
        List<Thread> before = ourThreads();
        await("a close that leaves none").atMost(60, SECONDS).untilAsserted(() -> {
            try (EtcdClient client = open()) {
                client.prepare();
                client.read(this, Set.of("/a"), () -> {});
                // Not their number: those before, of another test, may be ending.
                assertThat(ourThreads()).anyMatch(thread -> !before.contains(thread));
            }
            assertThat(ourThreads()).isSubsetOf(before);
        });
    }

    @Test
    void whatIsClosedStaysClosed() {
        EtcdClient client = open();
        client.close();
        assertThatThrownBy(() -> client.renew(1)).isInstanceOf(IllegalStateException.class);
    }

    private static List<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("etcd-registrar.*|globalEventExecutor.*"))
                .toList();
    }
}
