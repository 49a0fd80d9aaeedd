package io.github.etcdregistrar.benchmark;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.servers.AppServer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** How long a server, just started, needs for its one application, as its own log says. */
final class ColdStarts {
    private static final int PAIRS = Integer.getInteger("benchmark.pairs", 9);
    private static final List<Variant> VARIANTS = List.of(Variant.WITHOUT, Variant.ONE_BEAN, Variant.BUNDLE);
    // Open Liberty's message, and Payara's.
    private static final Pattern STARTED =
            Pattern.compile("CWWKZ0001I:.* in ([\\d.,]+) seconds|was successfully deployed in ([\\d.,]+) milliseconds");

    private ColdStarts() {}

    static void measure(List<Supplier<AppServer>> servers) {
        System.out.println();
        System.out.println(
                "| application start in a cold server, ms | without | with one bean | bundle | bundle - without | bundle - bean |");
        System.out.println("|---|---|---|---|---|---|");
        servers.forEach(ColdStarts::measure);
    }

    private static void measure(Supplier<AppServer> servers) {
        Map<Variant, long[]> times = new EnumMap<>(Variant.class);
        VARIANTS.forEach(variant -> times.put(variant, new long[PAIRS]));
        String name = "";
        // The first pair fills the caches of the machine.
        for (int pair = -1; pair < PAIRS; pair++) {
            for (Variant variant : VARIANTS) {
                try (AppServer server = servers.get();
                        Etcd etcd = Etcd.start()) {
                    server.deploy("measured", variant.war(server, etcd.endpoint()));
                    server.start();
                    name = server.toString();
                    times.get(variant)[Math.max(pair, 0)] = startMillis(server.log());
                }
            }
        }
        long[] without = times.get(Variant.WITHOUT);
        long[] bean = times.get(Variant.ONE_BEAN);
        long[] bundle = times.get(Variant.BUNDLE);
        System.out.printf(
                "| %s | %d | %d | %d | %+d | %+d |%n",
                name,
                median(LongStream.of(without)),
                median(LongStream.of(bean)),
                median(LongStream.of(bundle)),
                median(IntStream.range(0, PAIRS).mapToLong(pair -> bundle[pair] - without[pair])),
                median(IntStream.range(0, PAIRS).mapToLong(pair -> bundle[pair] - bean[pair])));
    }

    private static long startMillis(String log) {
        Matcher started = STARTED.matcher(log);
        if (!started.find()) {
            throw new IllegalStateException("The server's log does not say how long the application took to start");
        }
        return started.group(1) != null
                ? Math.round(1000 * Double.parseDouble(started.group(1).replace(",", "")))
                : Long.parseLong(started.group(2).replaceAll("\\D", ""));
    }

    private static long median(LongStream figures) {
        return figures.sorted().toArray()[PAIRS / 2];
    }
}
