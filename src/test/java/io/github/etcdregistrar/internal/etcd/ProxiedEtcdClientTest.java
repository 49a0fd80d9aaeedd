package io.github.etcdregistrar.internal.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientContract;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.KeepAliveListener;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdRelay;
import io.github.etcdregistrar.testing.EtcdView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The adapter against a real etcd behind its own proxy, which loses the status codes. */
class ProxiedEtcdClientTest extends EtcdClientContract {

    private static Etcd etcd;
    private static EtcdRelay proxy;

    @BeforeAll
    static void start() {
        etcd = Etcd.start();
        proxy = new EtcdRelay(EtcdRelay.Kind.GRPC_PROXY, etcd.port());
        proxy.start();
    }

    @AfterAll
    static void stop() {
        proxy.close();
        etcd.close();
    }

    @AfterEach
    void empty() {
        if (!proxy.isRunning()) {
            proxy.start();
        }
        EtcdView.clear(etcd.endpoint());
    }

    @Override
    protected EtcdClient open() {
        return open(TIMEOUT);
    }

    private static EtcdClient open(Duration timeout) {
        return EtcdClientProvider.openClient(
                new EtcdClientConfig(List.of(Endpoint.parse(proxy.endpoint(), false)), timeout));
    }

    @Override
    protected void putByHand(String key, String value) {
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            view.put(key, value);
        }
    }

    @Override
    protected void breakEtcd() {
        proxy.kill();
    }

    /** The proxy answers only the first renewal on a stream at once; here the others after 20 s. */
    @Test
    void afterTwoLateAnswersEachRenewalIsAnsweredInTime() throws Exception {
        int late = 0;
        try (EtcdClient client = open(Duration.ofSeconds(3))) {
            client.grant(1, Duration.ofSeconds(60));
            for (int i = 0; i < 10; i++) {
                try {
                    client.renew(1);
                } catch (EtcdUnavailableException e) {
                    assertThat(e).hasMessageContaining("no answer within");
                    late++;
                }
            }
            assertThat(client.keepAlive(1, Duration.ZERO, Duration.ofSeconds(1), 1, new KeepAliveListener() {}))
                    .isFalse();
        }
        // Without that it is every second one. One more can be late, if the proxy has not noticed that a stream was
        // closed.
        assertThat(late).isBetween(2, 3);
    }
}
