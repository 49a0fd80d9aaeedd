package io.github.etcdregistrar.internal.etcd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.internal.discovery.PrefixClientContract;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import io.github.etcdregistrar.internal.registration.PrefixClient.Listing;
import io.github.etcdregistrar.internal.registration.PrefixClient.Watch;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter against a real etcd. */
class GrpcPrefixClientTest extends PrefixClientContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MANY = 1203;

    private static Etcd etcd;

    private EtcdClient owner;
    private PrefixClient client;

    @BeforeAll
    static void start() {
        etcd = Etcd.start();
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @BeforeEach
    void open() {
        owner = open(TIMEOUT);
        client = owner.prefixes();
    }

    @AfterEach
    void empty() {
        owner.close();
        if (!etcd.isRunning()) {
            etcd.restart();
        }
        EtcdView.clear(etcd.endpoint());
    }

    private static EtcdClient open(Duration timeout) {
        return EtcdClientProvider.openClient(config(timeout));
    }

    private static EtcdClientConfig config(Duration timeout) {
        return new EtcdClientConfig(List.of(Endpoint.parse(etcd.endpoint(), false)), timeout);
    }

    @Override
    protected PrefixClient client() {
        return client;
    }

    @Override
    protected void put(String key, String value) {
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            view.put(key, value);
        }
    }

    @Override
    protected void delete(String key) {
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            view.delete(key);
        }
    }

    @Override
    protected void compact() {
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            view.compact();
        }
    }

    @Override
    protected void breakEtcd() {
        etcd.kill();
    }

    @Test
    void listsManyInPagesAtOneRevision() throws Exception {
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            for (int i = 0; i < MANY; i++) {
                view.put(PREFIX + i, "x");
            }
            Listing listing = client.list(PREFIX);
            assertThat(listing.entries()).hasSize(MANY);
            assertThat(listing.entries()).extracting(Entry::key).doesNotHaveDuplicates();
            assertThat(listing.revision().number()).isEqualTo(view.revision());
        }
    }

    @Test
    void aLargeCatchUpArrivesWhole() throws Exception {
        String value = "x".repeat(500_000);
        long revision = client.revision(PREFIX).number();
        for (int i = 0; i < 12; i++) {
            put(PREFIX + i, value);
        }
        Told told = new Told();
        Watch watch = client.watch(PREFIX, revision + 1, told);
        await().atMost(20, SECONDS).until(() -> told.changes.size() >= 12);
        watch.close();
        assertThat(told.changes).hasSize(12);
        assertThat(told.ended).isNull();
        assertThat(client.list(PREFIX).entries()).hasSize(12);
    }

    @Test
    void isNotAnsweredByAFrozenEtcdAndTheOwnersCallsGoOnAfterwards() throws Exception {
        try (EtcdClient impatient = open(Duration.ofSeconds(2))) {
            PrefixClient prefixes = impatient.prefixes();
            prefixes.revision(PREFIX);
            etcd.freeze();
            assertThatThrownBy(() -> prefixes.revision(PREFIX))
                    .isInstanceOf(EtcdUnavailableException.class)
                    .hasMessageStartingWith("TIMEOUT");
            etcd.thaw();
            assertThat(impatient.grant(1, Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(60));
        } finally {
            etcd.thaw();
        }
    }
}
