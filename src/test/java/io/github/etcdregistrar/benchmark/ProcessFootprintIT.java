package io.github.etcdregistrar.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.servers.Jvm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a registered process has of ours, as far as it is the same on every machine; {@link Benchmark} has the rest. */
class ProcessFootprintIT {

    /** 1,491 when this was written. */
    private static final int MOST_CLASSES = 1_600;

    @Test
    void twoThreadsAndNoMoreClassesThanItNeeds() throws IOException {
        try (Subject process = Subject.registered();
                EtcdView view = EtcdView.of(process.etcd.endpoint())) {
            Jvm jvm = new Jvm(process.start());
            await().atMost(60, SECONDS).until(() -> !view.list("/").isEmpty());

            // Other threads look up names, and end a second later.
            await().atMost(60, SECONDS)
                    .untilAsserted(() -> assertThat(ours(jvm)).hasSize(2).contains("etcd-registrar-loop"));
            assertThat(jvm.classesOf(".internal.bundle.ArchiveClassLoader")).isBetween(1_000L, (long) MOST_CLASSES);
        }
    }

    private static List<String> ours(Jvm jvm) {
        return jvm.threads().stream()
                .filter(name -> name.startsWith("etcd-registrar"))
                .toList();
    }
}
