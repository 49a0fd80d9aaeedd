package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.EtcdView.Kind;
import io.github.etcdregistrar.testing.EtcdWatch;
import io.github.etcdregistrar.testing.servers.AppServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Watches what a server's applications do in etcd, and prints how long it took. */
record Observer(AppServer server, EtcdView view) {
    private static final Duration REGISTERED = Duration.ofSeconds(30);

    /** The application's only key, if it has one. */
    Optional<Entry> key(String application) {
        List<Entry> keys = view.list("/services/" + application + "/");
        assertThat(keys).hasSizeLessThan(2);
        return keys.stream().findFirst();
    }

    Entry awaitKey(String application) {
        return awaitKey(application, key -> true);
    }

    Entry awaitKey(String application, Predicate<Entry> wanted) {
        return await("the key of " + application)
                .atMost(REGISTERED)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> key(application).filter(wanted), Optional::isPresent)
                .orElseThrow();
    }

    void measure(String what, Runnable action) {
        long start = System.nanoTime();
        action.run();
        print(what, start, System.nanoTime());
    }

    /** Measures from the beginning of an action until a key is gone, which can be before the action ends. */
    void measureGoing(String what, Entry key, Duration limit, Runnable action) {
        CompletableFuture<Long> gone = new CompletableFuture<>();
        EtcdWatch watch = view.watch(key.key(), view.revision(), event -> {
            if (event.kind() == Kind.DELETE) {
                gone.complete(System.nanoTime());
            }
        });
        try {
            long start = System.nanoTime();
            action.run();
            await(what).atMost(limit).until(gone::isDone);
            print(what, start, gone.join());
        } finally {
            watch.close();
        }
    }

    private void print(String what, long start, long end) {
        System.out.printf("%s: %s %.2f s%n", server, what, (end - start) / 1e9);
    }
}
