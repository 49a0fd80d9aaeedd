package io.github.etcdregistrar.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** How long deployments into a running server take, in turn, and by how much longer than those of the same WAR without us. */
final class Deployments {

    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 9);
    private static final String APPLICATION = "measured";
    private static final List<Variant> VARIANTS =
            List.of(Variant.WITHOUT, Variant.BUNDLE, Variant.BUNDLE_ETCD_AWAY, Variant.THIN);

    private Deployments() {}

    static void measure(List<Supplier<AppServer>> servers) throws InterruptedException {
        System.out.println();
        System.out.printf("| deployment, ms | %s | from first answer to key | from undeploy to key gone |%n", head());
        System.out.println("|---|---|---|---|---|---|---|");
        for (Supplier<AppServer> server : servers) {
            measure(server.get());
        }
    }

    private static void measure(AppServer server) throws InterruptedException {
        Map<Variant, List<Long>> deploy = new EnumMap<>(Variant.class);
        List<Long> toKey = new ArrayList<>();
        List<Long> toGone = new ArrayList<>();
        try (server;
                Etcd etcd = Etcd.start();
                EtcdView view = EtcdView.of(etcd.endpoint())) {
            server.start();
            for (int round = 0; round <= ROUNDS; round++) {
                for (Variant variant : VARIANTS) {
                    Path war = variant.war(server, etcd.endpoint());
                    deploy.computeIfAbsent(variant, any -> new ArrayList<>())
                            .add(millis(() -> server.deploy(APPLICATION, war)));
                    if (variant == Variant.BUNDLE) {
                        toKey.add(millis(() -> awaitKeys(view, 1)));
                        Thread undeploy = new Thread(() -> server.undeploy(APPLICATION));
                        toGone.add(millis(() -> {
                            undeploy.start();
                            awaitKeys(view, 0);
                        }));
                        undeploy.join();
                        await().atMost(60, SECONDS).until(() -> !Http.get(server.url(APPLICATION) + "/")
                                .isOk());
                    } else {
                        server.undeploy(APPLICATION);
                    }
                }
            }
        }
        System.out.printf("| %s |", server);
        List<Long> without = deploy.get(Variant.WITHOUT);
        deploy.forEach((variant, times) -> {
            List<Long> more = IntStream.rangeClosed(0, ROUNDS)
                    .mapToObj(round -> times.get(round) - without.get(round))
                    .toList();
            System.out.printf(variant == Variant.WITHOUT ? " %d |" : " %d (%+d) |", median(times), median(more));
        });
        System.out.printf(" %d | %d |%n", median(toKey), median(toGone));
    }

    private static String head() {
        return String.join(" | ", VARIANTS.stream().map(Variant::toString).toList());
    }

    private static void awaitKeys(EtcdView view, int count) {
        await().atMost(60, SECONDS)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> view.list("/").size() == count);
    }

    private static long millis(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** The median of all but the first, which warms up the server. */
    private static long median(List<Long> figures) {
        return figures.subList(1, figures.size()).stream().sorted().toList().get(ROUNDS / 2);
    }
}
