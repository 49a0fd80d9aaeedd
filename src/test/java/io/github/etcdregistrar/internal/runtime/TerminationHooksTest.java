package io.github.etcdregistrar.internal.runtime;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real signals to real JVMs. */
class TerminationHooksTest {
    /** What the JVM ends with, as 128 and the signal's number, when its own handler has the signal in the end. */
    private static final int ENDED_BY_TERM = 143;

    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            run:a                                                     | a
            fail:a                                                    | a
            run:a close:a collect:a                                   | -
            run:a fail:b run:c                                        | c b a
            run:a run:b close:b collect:b                             | a
            run:a run:b close:a collect:a                             | b
            run:a run:b run:c close:b collect:b close:a collect:a     | c
            run:a run:b close:a close:b collect:b run:c               | c
            run:a another:x run:b                                     | b x a
            run:a another:x close:a collect:a                         | x
            run:a another:x close:a run:b run:c close:b collect:b     | c x
            run:a run:b another:x close:b close:a collect:a collect:b | x
            churn:a run:b                                             | b a
            """)
    void theActionsRunAndThenTheJvmEnds(String script, String output) throws Exception {
        start(List.of(), script.split(" "));
        term();
        assertThat(process.waitFor(1, MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_TERM);
        assertThat(lines()).noneMatch(line -> line.endsWith("leaked"));
        List<String> after = lines().subList(lines().indexOf("ready") + 1, lines().size());
        assertThat(String.join(" ", after)).isEqualTo(output == null ? "" : output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait:a", "run:b wait:a", "wait:a another:x"})
    void aSecondSignalWaitsForNobody(String script) throws Exception {
        start(List.of(), script.split(" "));
        term();
        await().atMost(1, MINUTES).until(() -> lines().contains("a"));
        assertThat(process.isAlive()).isTrue();
        term();
        assertThat(process.waitFor(1, MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_TERM);
        assertThat(lines()).doesNotContain("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xrs", "--limit-modules=java.logging"})
    void whereSignalsAreNotForUsAWarningSaysSo(String option) throws Exception {
        start(List.of(option), "run:a", "close:a", "run:b");
        term();
        assertThat(process.waitFor(1, MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_TERM);
        assertThat(lines()).containsExactly("ready");
        assertThat(Files.readString(log("err"))).contains("WARNING").contains("etcd.registrar.drain");
    }

    @Test
    void whatIsLeftToTheSystemStaysSo() throws Exception {
        start(List.of(), "default:x", "run:a", "close:a", "run:b");
        term();
        assertThat(process.waitFor(1, MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_TERM);
        assertThat(lines()).containsExactly("ready");
    }

    private void start(List<String> options, String... script) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TermHost.class.getName()));
        command.addAll(List.of(script));
        process = new ProcessBuilder(command)
                .redirectOutput(log("out").toFile())
                .redirectError(log("err").toFile())
                .start();
        await().atMost(1, MINUTES)
                .failFast("it has ended: see " + log("err"), () -> !process.isAlive())
                .until(() -> lines().contains("ready"));
    }

    private void term() {
        Signal.send("TERM", process.pid());
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(log("out"));
    }

    private Path log(String name) {
        return folder.resolve(name);
    }
}
