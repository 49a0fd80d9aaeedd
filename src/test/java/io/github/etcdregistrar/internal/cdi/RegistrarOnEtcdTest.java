package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** One real etcd for all tests of a class, each of which leaves it empty, and no thread of ours. */
abstract class RegistrarOnEtcdTest {

    static Etcd etcd;
    static EtcdView view;

    @BeforeAll
    static void startEtcd() {
        etcd = Etcd.start();
        view = EtcdView.of(etcd.endpoint());
    }

    @AfterAll
    static void stopEtcd() {
        view.close();
        etcd.close();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(view.list("")).isEmpty();
        assertThat(view.leases()).isEmpty();
        // An executor counts as terminated a moment before its thread has ended, and a step in flight is not awaited
        // long.
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("etcd-registrar")));
    }
}
