package io.github.etcdregistrar.internal.etcd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.internal.discovery.InstanceList;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.endpoint.EndpointSource;
import io.github.etcdregistrar.internal.registration.Credentials;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.internal.registration.PrefixClient.Change;
import io.github.etcdregistrar.internal.registration.PrefixClient.WatchListener;
import io.github.etcdregistrar.internal.registration.Secret;
import io.github.etcdregistrar.testing.Certificates;
import io.github.etcdregistrar.testing.Certificates.Signed;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdAuth;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.EtcdView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The discovery as a user who may read one prefix only, over TLS, with tokens that expire while they are used. */
class RestrictedDiscoveryTest {

    private static final String PREFIX = "/services/orders/";
    private static final String FORBIDDEN = "/services/billing/";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Certificates AUTHORITY = new Certificates();
    private static final Etcd ETCD = Etcd.stopped(EtcdPorts.free());
    private static String endpoint;
    private static EtcdAuth auth;
    private static EtcdView view;

    @BeforeAll
    static void start() {
        endpoint = ETCD.serveTls(AUTHORITY.sign("127.0.0.1"));
        Signed tokens = AUTHORITY.signRsa("tokens");
        String jwt = "jwt,sign-method=RS256,ttl=1s,pub-key=" + ETCD.file("jwt.pem", tokens.certificatePem())
                + ",priv-key=" + ETCD.file("jwt.key", tokens.traditionalKeyPem());
        // Unlike simple ones, such tokens live no longer for being used.
        ETCD.with("--auth-token=" + jwt, "--bcrypt-cost=4").restart();
        auth = new EtcdAuth(ETCD.endpoint())
                .addReader("reader", "secret", PREFIX)
                .addUser("billing", "secret", FORBIDDEN)
                .enable();
        view = EtcdView.of(ETCD.endpoint()).as("root", "root");
    }

    @AfterAll
    static void stop() {
        view.close();
        auth.close();
        ETCD.close();
    }

    private static EtcdClientConfig config() {
        return new EtcdClientConfig(
                EndpointSource.of(List.of(Endpoint.parse(endpoint, false))),
                TIMEOUT,
                new Tls().ca(AUTHORITY.pem())::settings,
                () -> Optional.of(new Credentials("reader", new Secret("secret"))));
    }

    private static RunningDiscovery running() {
        return new RunningDiscovery(EtcdClientProvider.openClient(config()), TIMEOUT);
    }

    @Test
    void followsWhatItMayReadWhileItsTokensExpire() {
        view.put(PREFIX + "a", "a");
        try (RunningDiscovery running = running()) {
            InstanceList orders = running.add("orders", PREFIX);
            RunningDiscovery.awaitHosts(orders, "a");
            String token = auth.token("reader", "secret");
            await().atMost(30, SECONDS).until(() -> !EtcdAuth.isValid(ETCD.endpoint(), token, PREFIX));

            Instant expired = Instant.now();
            view.put(PREFIX + "b", "b");
            RunningDiscovery.awaitHosts(orders, "a", "b");
            await().atMost(30, SECONDS)
                    .until(() -> orders.lastProof().orElseThrow().isAfter(expired));
            assertThat(orders.staleSince()).isEmpty();
        }
    }

    @Test
    void whatItMayNotReadCostsTheOthersNothing() {
        view.put(PREFIX + "a", "a");
        try (RunningDiscovery running = running()) {
            InstanceList orders = running.add("orders", PREFIX);
            InstanceList billing = running.add("billing", FORBIDDEN);
            RunningDiscovery.awaitHosts(orders, "a");
            await().atMost(30, SECONDS).untilAsserted(() -> assertThat(
                            billing.problem().orElseThrow().toString())
                    .startsWith("PERMISSION_DENIED"));
            assertThatThrownBy(billing::require).hasMessageContaining("PERMISSION_DENIED");
            Instant denied = Instant.now();
            await().atMost(30, SECONDS)
                    .until(() -> orders.lastProof().orElseThrow().isAfter(denied));
            assertThat(orders.staleSince()).isEmpty();

            auth.grantRole("reader", "billing");
            view.put(FORBIDDEN + "c", "c");
            RunningDiscovery.awaitHosts(billing, "c");
        }
    }

    /** On which the lease is being renewed. */
    @Test
    void whatItMayNotReadLeavesTheConnectionInPlace() throws Exception {
        try (CallExecutor caller = new CallExecutor(config(), () -> new Connections(config()))) {
            GrpcPrefixClient prefixes = new GrpcPrefixClient(caller, TIMEOUT, TIMEOUT);
            prefixes.revision(PREFIX);
            Connection before = connection(caller);
            assertThatThrownBy(() -> prefixes.list("/elsewhere/")).hasMessageStartingWith("PERMISSION_DENIED");
            assertThatThrownBy(() -> prefixes.revision("/elsewhere/")).hasMessageStartingWith("PERMISSION_DENIED");
            assertThatThrownBy(() -> prefixes.watch("/elsewhere/", 1, new Deaf()))
                    .hasMessageStartingWith("PERMISSION_DENIED");
            assertThat(connection(caller)).isSameAs(before);
        }
    }

    private static Connection connection(CallExecutor caller) throws Exception {
        return caller.call(TIMEOUT, () -> "nothing", (channel, connection, deadline) -> connection);
    }

    private static final class Deaf implements WatchListener {
        @Override
        public void changed(List<Change> changes) {}

        @Override
        public void reached(long revision) {}

        @Override
        public void ended(String why) {}
    }
}
