package io.github.etcdregistrar.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.AtExit;
import io.github.etcdregistrar.testing.Signal;
import io.github.etcdregistrar.testing.servers.Http;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** What {@code ./demo --story} does when all is built. */
class DemoIT {
    private static final Path LOG = Path.of("target/demo-it.log");
    private static final Path INSTANCES = Path.of("target/servers/instances");
    private static final Path ETCD = Path.of("target/etcd");
    private static final Pattern PAGE = Pattern.compile("The page: +(\\S+)");

    @Test
    void tellsItsStoryAndLeavesNothingBehind() throws IOException {
        List<Path> before = folders();
        Process demo = start();
        Runnable end = demo::destroy;
        AtExit.add(end);
        try {
            eventually("the story", demo).until(() -> said().contains("story   begins"));
            Matcher page = PAGE.matcher(said());
            assertThat(page.find()).isTrue();
            assertThat(Http.get(page.group(1)).body()).contains("Fleet of");
            eventually("three instances", demo)
                    .until(() -> Http.get(page.group(1) + "api/fleet").body().split("\"id\"").length == 4);
            eventually("the end of the story", demo).until(() -> said().contains("story   ends"));
            assertThat(said().replaceAll("(?m)^\\S+ +", ""))
                    .containsSubsequence(
                            "kill -9", "delete ", "starts again: another", "put ", "does not answer", "answers again")
                    .containsOnlyOnce("delete ");

            List<ProcessHandle> children = demo.descendants().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(4);
            // Ctrl-C does the same to a JVM, but not to one that was started in the background.
            Signal.send("TERM", demo.pid());
            await("its end").atMost(Duration.ofMinutes(1)).until(() -> !demo.isAlive());
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(said()).contains("keys    are gone");
            assertThat(folders()).isEqualTo(before);
        } finally {
            end.run();
            AtExit.remove(end);
        }
    }

    private static Process start() throws IOException {
        String classes = String.join(
                File.pathSeparator,
                "target/test-classes",
                "target/classes",
                Files.readString(Path.of("target/test-classpath.txt")));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Ddemo.look=1",
                        "-cp",
                        classes,
                        Demo.class.getName(),
                        "--story")
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile())
                .start();
    }

    private static String said() throws IOException {
        return Files.readString(LOG);
    }

    /** Those with the data of servers and etcds, of other tests, too. */
    private static List<Path> folders() throws IOException {
        try (Stream<Path> servers = Files.list(Files.createDirectories(INSTANCES));
                Stream<Path> etcds = Files.list(Files.createDirectories(ETCD))) {
            return Stream.concat(servers, etcds)
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    private static ConditionFactory eventually(String what, Process demo) {
        return await(what)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .failFast("it has ended: see " + LOG, () -> !demo.isAlive());
    }
}
