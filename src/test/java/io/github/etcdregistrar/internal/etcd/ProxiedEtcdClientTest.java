package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientContract;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdRelay;
import io.github.etcdregistrar.testing.EtcdView;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

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
        return EtcdClientProvider.openClient(
                new EtcdClientConfig(List.of(Endpoint.parse(proxy.endpoint(), false)), TIMEOUT));
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
}
