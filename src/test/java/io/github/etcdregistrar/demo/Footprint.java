package io.github.etcdregistrar.demo;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.Jvm;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A minute in the life of a server that has one application and nothing to do. */
final class Footprint {

    private static final long WARM_UP_MILLIS = 20_000;
    private static final long MINUTE_MILLIS = 60_000;

    private Footprint() {}

    static void printHead() {
        System.out.println();
        System.out.println(
                "| server, application | CPU s a minute | requests a minute | threads | heap MB | RSS MB | SIGTERM to end, ms |");
        System.out.println("|---|---|---|---|---|---|---|");
    }

    static void measure(AppServer server, Variant variant) throws IOException, InterruptedException {
        try (server;
                Etcd etcd = Etcd.start()) {
            server.deploy("measured", variant.war(server, etcd.endpoint()));
            server.start();
            Jvm jvm = new Jvm(server.pid());
            // A minute is what is measured, so here is nothing to await.
            Thread.sleep(WARM_UP_MILLIS);
            double cpu = jvm.cpuSeconds();
            long requests = requests(etcd);
            Thread.sleep(MINUTE_MILLIS);
            cpu = jvm.cpuSeconds() - cpu;
            requests = requests(etcd) - requests;
            long resident = jvm.residentBytes();
            int threads = jvm.threads().size();
            jvm.collect();
            double heap = jvm.usedHeapBytes() / 1e6;
            long end = System.nanoTime();
            server.stop();
            System.out.printf(
                    "| %s, %s | %.2f | %d | %d | %.1f | %.0f | %d |%n",
                    server,
                    variant,
                    cpu,
                    requests,
                    threads,
                    heap,
                    resident / 1e6,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - end));
        }
    }

    /** Counted by etcd: calls begun, and messages received on streams, which are none. */
    private static long requests(Etcd etcd) {
        return Http.get(etcd.endpoint() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("grpc_server_msg_received_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
