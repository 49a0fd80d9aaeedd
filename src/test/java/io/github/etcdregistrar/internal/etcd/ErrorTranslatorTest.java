package io.github.etcdregistrar.internal.etcd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.faults.EtcdAdmin;
import io.github.etcdregistrar.faults.RefusingEtcd;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdCluster;
import io.github.etcdregistrar.testing.EtcdPorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each way to fail but those of TLS and of users, made for real, and what is said of it. */
class ErrorTranslatorTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TTL = Duration.ofSeconds(60);

    @Test
    void aNameThatNobodyKnows() {
        // Too long for a name, which is known without asking anybody.
        String host = "a".repeat(64) + ".invalid";
        fails("http://" + host + ":2379", ProblemCode.NAME_NOT_RESOLVED, "the name " + host + " is not known");
    }

    @Test
    void aPortWhereNobodyListens() {
        String endpoint = "http://127.0.0.1:" + EtcdPorts.free();
        fails(endpoint, ProblemCode.CONNECTION_REFUSED, "java.net.ConnectException: Connection refused");
    }

    @Test
    void anAddressToWhichThereIsNoRoute() {
        // To a broadcast address no connection can be made, wherever one is.
        fails(
                "http://255.255.255.255:2379",
                ProblemCode.UNREACHABLE,
                "java.net.SocketException: Network is unreachable");
    }

    @Test
    void aConnectionThatIsClosedAtOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread closer = new Thread(() -> {
                while (!server.isClosed()) {
                    try {
                        server.accept().close();
                    } catch (java.io.IOException e) {
                        // The test is over.
                    }
                }
            });
            closer.start();
            // With TLS, too: a load balancer behind which nothing is must not make anybody switch it off.
            for (String scheme : List.of("http", "https")) {
                String endpoint = scheme + "://127.0.0.1:" + server.getLocalPort();
                try (EtcdClient registry = open(endpoint)) {
                    assertThatThrownBy(() -> registry.renew(1))
                            .hasMessageStartingWith("CONNECTION_LOST: etcd at " + endpoint);
                }
            }
        }
    }

    @Test
    void anEtcdThatIsAskedTooMuch() {
        try (RefusingEtcd etcd = new RefusingEtcd()) {
            fails("http://127.0.0.1:" + etcd.port(), ProblemCode.OVERLOADED, "etcdserver: too many requests");
        }
    }

    @Test
    void anEtcdThatIsFullOrIsSentTooMuch() throws Exception {
        Etcd etcd = Etcd.stopped(EtcdPorts.free()).with("--max-request-bytes=2000");
        try (etcd;
                EtcdClient registry = open(etcd.endpoint())) {
            etcd.restart();
            registry.grant(1, TTL);
            fails(
                    etcd.endpoint(),
                    () -> registry.put(1, Map.of("/a", "x".repeat(3000)), Set.of(), Map.of()),
                    ProblemCode.TOO_LARGE,
                    "etcdserver: request is too large");
            // This is refused by gRPC already.
            assertThatThrownBy(() -> registry.put(1, Map.of("/a", "x".repeat(1_000_000)), Set.of(), Map.of()))
                    .hasMessageStartingWith("TOO_LARGE: ");
            EtcdAdmin.outOfSpace(etcd.endpoint(), true);
            fails(
                    etcd.endpoint(),
                    () -> registry.put(1, Map.of("/a", "1"), Set.of(), Map.of()),
                    ProblemCode.OUT_OF_SPACE,
                    "etcdserver: mvcc: database space exceeded");
            EtcdAdmin.outOfSpace(etcd.endpoint(), false);
            assertThat(registry.put(1, Map.of("/a", "1"), Set.of(), Map.of())).isTrue();
        }
    }

    @Test
    void aClusterWithoutALeader() {
        try (EtcdCluster cluster = EtcdCluster.start();
                EtcdClient registry = open(cluster.member(0).endpoint())) {
            cluster.member(1).kill();
            cluster.member(2).kill();
            // For a moment the member believes that all is well, and answers nothing.
            await().atMost(60, SECONDS)
                    .untilAsserted(() -> fails(
                            cluster.member(0).endpoint(),
                            () -> registry.read(this, Set.of("/a"), () -> {}),
                            ProblemCode.NO_LEADER,
                            "etcdserver: no leader"));
        }
    }

    private static void fails(String endpoint, ProblemCode code, String message) {
        try (EtcdClient registry = open(endpoint)) {
            fails(endpoint, () -> registry.renew(1), code, message);
        }
    }

    private static void fails(String endpoint, ThrowingCallable call, ProblemCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(EtcdUnavailableException.class)
                .hasMessage("%s: etcd at %s: %s. %s", code, endpoint, message, code.advice());
    }

    private static EtcdClient open(String endpoint) {
        return EtcdClientProvider.openRegistry(new EtcdClientConfig(List.of(Endpoint.parse(endpoint, false)), TIMEOUT));
    }
}
