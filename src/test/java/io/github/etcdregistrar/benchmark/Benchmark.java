package io.github.etcdregistrar.benchmark;

import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.PayaraServer;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Prints what this library costs, with it and without it in the same run. The parts are {@code deployments}, {@code
 * starts} and {@code steady}, which are measured if there are no arguments and take about an hour, and {@code fleet}.
 */
public final class Benchmark {
    private static final List<Supplier<AppServer>> SERVERS =
            List.of(OpenLiberty::new, PayaraMicro::new, PayaraServer::new);

    private Benchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Set<String> parts = arguments.length == 0 ? Set.of("deployments", "starts", "steady") : Set.of(arguments);
        System.out.printf(
                "Java %s, %d processors, %s%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"));
        if (parts.contains("deployments")) {
            Deployments.measure(SERVERS);
        }
        if (parts.contains("starts")) {
            ColdStarts.measure(SERVERS);
        }
        if (parts.contains("steady")) {
            SteadyState.measure(SERVERS);
        }
        if (parts.contains("fleet")) {
            Fleet.measure();
        }
        System.exit(0);
    }
}
