package io.github.etcdregistrar.demo;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Prints the figures that the README quotes: deployments of the sample with us and without, in turn, into a server that
 * runs, and a minute of quiet. Run it after {@code mvn verify}; CONTRIBUTING says how.
 */
public final class Figures {

    private static final int ROUNDS = 5;
    private static final String APPLICATION = "measured";
    private static final String PLAIN = "plain";
    private static final String ROW = "| %s | %s | %s | %s | %s | %s | %s |%n";

    private Figures() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.printf(
                ROW,
                "server",
                "deployment with us, ms",
                "without, ms",
                "from first answer to key, ms",
                "from undeploy to key gone, ms",
                "requests a minute",
                "threads of ours");
        System.out.printf(ROW, "---", "---", "---", "---", "---", "---", "---");
        measure(new OpenLiberty(), Runtimes.libertySample());
        measure(new PayaraMicro(), Runtimes.payaraSample());
        measure(new PayaraServer(), Runtimes.payaraSample());
        System.exit(0);
    }

    private static void measure(AppServer server, Path sample) throws IOException, InterruptedException {
        try (server;
                Etcd etcd = Etcd.start();
                EtcdView view = EtcdView.of(etcd.endpoint())) {
            Path war = War.configured(sample, Map.of("etcd.registrar.endpoints", etcd.endpoint()));
            Path plain = War.without(
                    sample,
                    "WEB-INF/lib",
                    "WEB-INF/classes/META-INF",
                    "WEB-INF/classes/com/example/sample/RegistrationResource");
            server.start();
            List<Long> with = new ArrayList<>();
            List<Long> without = new ArrayList<>();
            List<Long> toKey = new ArrayList<>();
            List<Long> toGone = new ArrayList<>();
            String minute = "";
            for (int round = 0; round <= ROUNDS; round++) {
                without.add(millis(() -> server.deploy(PLAIN, plain)));
                server.undeploy(PLAIN);
                with.add(millis(() -> server.deploy(APPLICATION, war)));
                toKey.add(millis(() -> awaitKeys(view, 1)));
                if (round == ROUNDS) {
                    minute = requestsInAMinute(etcd) + " | " + threads(server);
                }
                toGone.add(millis(() -> {
                    Thread undeploy = new Thread(() -> server.undeploy(APPLICATION));
                    undeploy.start();
                    awaitKeys(view, 0);
                }));
                await().atMost(60, SECONDS)
                        .until(() -> !Http.get(server.url(APPLICATION) + "/").isOk());
            }
            System.out.printf(
                    "| %s | %d | %d | %d | %d | %s |%n",
                    server, median(with), median(without), median(toKey), median(toGone), minute);
        }
    }

    private static void awaitKeys(EtcdView view, int count) {
        await().atMost(60, SECONDS)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> view.list("/").size() == count);
    }

    /** Counted by etcd: calls begun, and messages received on streams, which are none. */
    private static long requestsInAMinute(Etcd etcd) throws InterruptedException {
        Thread.sleep(5_000); // what belongs to the beginning is over
        long before = requests(etcd);
        Thread.sleep(60_000);
        return requests(etcd) - before;
    }

    private static long requests(Etcd etcd) {
        return Http.get(etcd.endpoint() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("grpc_server_msg_received_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static long threads(AppServer server) throws IOException {
        Process jcmd = new ProcessBuilder("jcmd", String.valueOf(server.pid()), "Thread.print").start();
        return new String(jcmd.getInputStream().readAllBytes())
                .lines()
                .filter(line -> line.startsWith("\"etcd-registrar"))
                .count();
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
