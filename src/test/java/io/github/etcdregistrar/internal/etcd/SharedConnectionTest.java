package io.github.etcdregistrar.internal.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import io.github.etcdregistrar.testing.Etcd;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Registration and discovery use one connection on two threads. */
class SharedConnectionTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int DROPS = 50;

    /** A call that fails drops the connection, often under another thread's call, which must not fail by that. */
    @Test
    void whatFailsOnOneThreadHarmsNoCallOfTheOther() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        AtomicInteger drops = new AtomicInteger();
        try (Etcd etcd = Etcd.start()) {
            EtcdClientConfig config = new EtcdClientConfig(List.of(Endpoint.parse(etcd.endpoint(), false)), TIMEOUT);
            try (CallExecutor caller = new CallExecutor(config, () -> new Connections(config))) {
                PrefixClient reader = new GrpcPrefixClient(caller, TIMEOUT, TIMEOUT);
                Thread other = new Thread(() -> {
                    int dropped = 0;
                    while (drops.get() < DROPS) {
                        // Not twice under the same call, which is repeated once.
                        if (reads.get() > dropped + 1) {
                            try {
                                caller.call(TIMEOUT, () -> "nothing", channel -> {
                                    throw Status.INTERNAL.asRuntimeException();
                                });
                            } catch (EtcdUnavailableException e) {
                                drops.incrementAndGet();
                                dropped = reads.get();
                            }
                        }
                        Thread.yield();
                    }
                });
                other.start();
                try {
                    while (drops.get() < DROPS) {
                        reader.revision("/services/orders/");
                        reads.incrementAndGet();
                    }
                } finally {
                    drops.set(DROPS); // Also if a read has failed.
                    other.join();
                }
            }
        }
        assertThat(reads).hasValueGreaterThan(DROPS);
    }
}
