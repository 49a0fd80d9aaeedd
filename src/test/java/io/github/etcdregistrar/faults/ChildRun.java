package io.github.etcdregistrar.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.etcdregistrar.State;
import io.github.etcdregistrar.testing.ClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** An application in a JVM of its own, from its start to its key to its stop. */
final class ChildRun {
    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TTL_AND_MORE = Duration.ofSeconds(3);
    private static final int PARALLEL = 3;

    private ChildRun() {}

    /** Begins to play all cases, some at a time; a test for each waits for its end. */
    static Stream<DynamicTest> concurrently(Map<String, Runnable> cases) {
        ExecutorService players = Executors.newFixedThreadPool(PARALLEL);
        List<DynamicTest> tests = new ArrayList<>();
        cases.forEach((name, test) -> tests.add(concurrently(players, name, test)));
        players.shutdown();
        return tests.stream();
    }

    private static DynamicTest concurrently(ExecutorService players, String name, Runnable test) {
        CompletableFuture<Void> done = CompletableFuture.runAsync(test, players);
        return dynamicTest(name, () -> {
            try {
                done.join();
            } catch (CompletionException e) {
                throw e.getCause();
            }
        });
    }

    /** Starts, is renewed for longer than its TTL, stops; returns the key. */
    static String play(HostProcess host, Supplier<List<String>> keys) {
        assertThat(host.ask("start", PATIENCE)).as("the start").hasValue("started");
        await("a key").atMost(PATIENCE).until(() -> keys.get().size() == 1);
        String key = keys.get().get(0);
        await("the key for longer than the TTL")
                .atMost(PATIENCE)
                .during(TTL_AND_MORE)
                .until(() -> keys.get().equals(List.of(key)));
        assertThat(host.ask("status", PATIENCE).map(Report::parse).map(Report::state))
                .hasValue(State.REGISTERED);
        assertThat(host.ask("stop", PATIENCE)).isPresent();
        await("that no key is left").atMost(PATIENCE).until(() -> keys.get().isEmpty());
        return key;
    }

    static Map<String, String> configuration(String name, String endpoint, Map<String, String> more) {
        Map<String, String> configuration =
                new TreeMap<>(Map.of("name", name, "endpoints", endpoint, "ttl", "2", "readiness", "true"));
        configuration.putAll(more);
        return configuration;
    }

    static List<String> command(Path java, Map<String, String> configuration, String... flags) {
        List<String> command =
                new ArrayList<>(List.of(java.toString(), "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", ClassPath.asUsersHaveIt(), FaultHost.class.getName()));
        configuration.forEach((name, value) -> command.add(FaultHost.escape(name + "=" + value)));
        return command;
    }

    static Path log(String name) {
        try {
            Path logs = Files.createDirectories(Path.of("target", "any-jvm"));
            return logs.resolve(name.replaceAll("[^a-z0-9-]", "_") + ".log");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
