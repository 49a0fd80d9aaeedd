package io.github.etcdregistrar.etcd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.endpoint.Endpoint;
import io.github.etcdregistrar.registration.Registry;
import io.github.etcdregistrar.registration.RegistryContract;
import io.github.etcdregistrar.registration.RegistryProvider;
import io.github.etcdregistrar.registration.RegistrySettings;
import io.github.etcdregistrar.registration.RegistryUnavailableException;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The adapter against a real etcd. */
class EtcdRegistryTest extends RegistryContract {

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
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            view.leases().forEach(view::revoke);
            view.list("/").forEach(entry -> view.delete(entry.key()));
        }
    }

    @Override
    protected Registry open() {
        return open(TIMEOUT, etcd.endpoint());
    }

    private static Registry open(Duration timeout, String... endpoints) {
        List<Endpoint> all = Arrays.stream(endpoints)
                .map(endpoint -> Endpoint.parse(endpoint, false))
                .toList();
        return RegistryProvider.openRegistry(new RegistrySettings(all, timeout));
    }

    @Override
    protected void putByHand(String key, String value) {
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            view.put(key, value);
        }
    }

    @Override
    protected void breakEtcd() {
        etcd.kill();
    }

    @Test
    void aCallThatIsNotAnsweredEndsAtItsDeadline() throws Exception {
        try (Registry registry = open(Duration.ofSeconds(3), etcd.endpoint())) {
            registry.grant(1, TTL);
            etcd.freeze();
            assertThatThrownBy(() -> registry.renew(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageStartingWith("TIMEOUT: etcd at " + etcd.endpoint() + ": no answer within 3000 ms.");
        } finally {
            etcd.thaw();
        }
    }

    @Test
    void aRefusedConnectionIsSaidInOneLine() {
        try (Registry registry = open(TIMEOUT, NOBODY)) {
            assertThatThrownBy(() -> registry.renew(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageStartingWith("CONNECTION_REFUSED: etcd at " + NOBODY + ": ")
                    .hasMessageContaining("Connection refused");
        }
    }

    @Test
    void afterAFailureTheNextCallGoesToTheNextEndpoint() throws Exception {
        try (Registry registry = open(TIMEOUT, NOBODY, etcd.endpoint())) {
            try {
                registry.grant(1, TTL);
            } catch (RegistryUnavailableException e) {
                assertThat(e).hasMessageContaining(NOBODY);
                registry.grant(1, TTL);
            }
            assertThat(registry.renew(1)).isEqualTo(TTL);
        }
    }

    @Test
    void anIpv6AddressIsAnEndpoint() {
        try (Registry registry = open(TIMEOUT, "http://[::1]:1")) {
            assertThatThrownBy(() -> registry.renew(1)).hasMessageContaining("http://[::1]:1");
        }
    }

    @Test
    void whenClosingReturnsNoThreadOfOursIsLeft() {
        // Netty's own executor would live for a second more, so that this would never come true; but on a busy machine
        // closing can run out of time once.
        List<Thread> before = ourThreads();
        await("a close that leaves none").atMost(60, SECONDS).untilAsserted(() -> {
            try (Registry registry = open()) {
                registry.prepare();
                registry.read(this, Set.of("/a"), () -> {});
                assertThat(ourThreads()).hasSizeGreaterThan(before.size());
            }
            assertThat(ourThreads()).isSubsetOf(before);
        });
    }

    @Test
    void whatIsClosedStaysClosed() {
        Registry registry = open();
        registry.close();
        assertThatThrownBy(() -> registry.renew(1)).isInstanceOf(IllegalStateException.class);
    }

    private static List<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("etcd-registrar.*|globalEventExecutor.*"))
                .toList();
    }
}
