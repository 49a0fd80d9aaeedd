package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes the table of runtimes, if the system property {@code compatibility.table} names a file: a row for each runtime of
 * which a class ran since the last clean.
 */
final class CompatibilityTable implements TestWatcher, AfterAllCallback {
    private static final String FILE = System.getProperty("compatibility.table", "");
    private static final Path ROWS = Path.of("target/compatibility");
    private static final String RED = "**red**";

    private static final String NOTES =
            """

            Each with a sample ([Open Liberty](../liberty-sample), [Payara](../payara-sample), [WildFly](../wildfly-sample)), whose start is
            made to take 3 s.

            - **Redeploys and EARs** are tried on one JDK for each runtime.
            - **A port is not invented**: where the server does not tell it, set `port`
              ([which do](addresses.md#port-and-url)).
            - **Rest Client**: `http://orders.etcd` is understood everywhere but in what TomEE injects, `etcd://orders` by Open Liberty,
              Quarkus and WildFly only
              ([why](discovery.md#microprofile-rest-client)).
            - **TomEE** says that an application has started before requests get to it; the registrar waits another 5 s at most
              while it answers 404. 9.0.0 does not start on JDK 25: it needs the security manager, which 24 took away.
            - **EARs**: GlassFish refuses one with the same jar of beans in two WARs (WELD-000163). It and Payara 7 make no beans in the
              `lib` of one.
            - **TomEE** undeploys an EAR without ending CDI in its WARs: deploy WARs. It has MicroProfile Metrics 4, at each application's
              `/metrics`, and drops those of all when one is undeployed.
            - **WildFly** shows no health checks of WARs in an EAR ([WFLY-12835](https://issues.redhat.com/browse/WFLY-12835)). The
              libraries of an EAR do not see the configuration of its WARs: [configure them there](packaging.md#in-an-ear-and-beside-a-beansxml).
            - **Quarkus** runs no portable extensions: an invalid configuration fails the start instead of the build.
            - **Quarkus native** was read, not tried, for lack of GraalVM. The self-contained jar cannot work there: it loads the
              classes of its client at run time, which a native image cannot. The `thin` artifact has them on the class path, but
              brings no metadata for what gRPC, Netty and the registrar reach by reflection. Nothing is made or started in the build.
            - **Helidon MP** has no name of the application: set `name`, or `mp.metrics.appName`.
            - **Jetty** runs embedded, with the modules that its distribution has for WARs.
            - **Not tried**: TomEE 10, GlassFish 7, KumuluzEE newer than 4.1.
            """;

    private final Map<Check, Boolean> results = new EnumMap<>(Check.class);

    @Override
    public void testSuccessful(ExtensionContext context) {
        record(context, true);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        record(context, false);
    }

    private void record(ExtensionContext context, boolean green) {
        context.getTestMethod()
                .flatMap(method -> Optional.ofNullable(method.getAnnotation(Covers.class)))
                .ifPresent(covers -> {
                    for (Check check : covers.value()) {
                        results.merge(check, green, Boolean::logicalAnd);
                    }
                });
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (FILE.isEmpty()) {
            return;
        }
        Class<?> type = context.getRequiredTestClass();
        try {
            Files.createDirectories(ROWS);
            Runtime runtime = type.getAnnotation(Runtime.class);
            Files.writeString(ROWS.resolve(type.getSimpleName() + jdk(runtime)), cells(runtime));
            Files.writeString(Path.of(FILE), table(rows()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a class says of its runtime: first its name, then a line for each check that it knows. */
    private String cells(Runtime runtime) {
        Map<Check, String> cells = new EnumMap<>(Check.class);
        results.forEach((check, green) -> cells.put(check, green ? "green" : RED));
        for (String reason : runtime.without()) {
            int colon = reason.indexOf(": ");
            cells.merge(
                    Check.valueOf(reason.substring(0, colon)),
                    "not applicable" + reason.substring(colon),
                    (result, why) -> result.equals(RED) ? result : why);
        }
        return Stream.concat(
                        Stream.of(runtime.value() + " " + System.getProperty(runtime.version()) + " | " + jdk(runtime)),
                        cells.entrySet().stream().map(cell -> cell.getKey() + "=" + cell.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String jdk(Runtime runtime) {
        Jdk jdk = runtime.java() == 0 ? Jdk.ofServers() : Jdk.newest(runtime.java());
        return Integer.toString(jdk.version().feature());
    }

    /** What all classes say, by runtime. */
    private static Map<String, Map<Check, String>> rows() throws IOException {
        Map<String, Map<Check, String>> rows = new TreeMap<>();
        try (Stream<Path> files = Files.list(ROWS)) {
            for (Path file : files.toList()) {
                List<String> lines = Files.readAllLines(file);
                Map<Check, String> row = rows.computeIfAbsent(lines.get(0), name -> new EnumMap<>(Check.class));
                for (String line : lines.subList(1, lines.size())) {
                    int equals = line.indexOf('=');
                    row.merge(
                            Check.valueOf(line.substring(0, equals)),
                            line.substring(equals + 1),
                            (one, other) -> one.equals(RED) ? one : other);
                }
            }
        }
        return rows;
    }

    private static String table(Map<String, Map<Check, String>> rows) {
        StringBuilder table = new StringBuilder()
                .append("# Compatibility\n\nThe same jar on each runtime. Written by `mvn verify -Pportability` on ")
                .append(LocalDate.now())
                .append(".\n\n| runtime | JDK |");
        for (Check check : Check.values()) {
            table.append(' ').append(check.title()).append(" |");
        }
        table.append("\n|---|---|").append("---|".repeat(Check.values().length)).append('\n');
        rows.forEach((runtime, cells) -> {
            table.append("| ").append(runtime).append(" |");
            for (Check check : Check.values()) {
                table.append(' ').append(cells.getOrDefault(check, "not tried")).append(" |");
            }
            table.append('\n');
        });
        return table.append(NOTES).toString();
    }
}
