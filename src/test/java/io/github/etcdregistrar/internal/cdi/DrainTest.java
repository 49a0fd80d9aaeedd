package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to an application in a JVM of its own, on a real etcd. Its TTL is so long that only a revoke takes its key. */
class DrainTest extends RegistrarOnEtcdTest {
    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void theKeyIsGoneFirstThenItWaitsAndThenItEnds() throws Exception {
        start(etcd.endpoint(), "2s");
        awaitLine("REGISTERED");
        long signalled = System.nanoTime();
        Signal.send("TERM", process.pid());
        awaitLine("DRAINING");
        assertThat(view.list("")).isEmpty();
        assertThat(process.waitFor(1, MINUTES)).isTrue();
        assertThat(System.nanoTime() - signalled).isGreaterThanOrEqualTo(2_000_000_000L);
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(lines()).containsSequence("DRAINING", "over");
    }

    @Test
    void whoStopsTheApplicationMeanwhileEndsTheWait() throws Exception {
        start(etcd.endpoint(), "1h");
        awaitLine("REGISTERED");
        Signal.send("TERM", process.pid());
        awaitLine("DRAINING");
        assertThat(process.isAlive()).isTrue();
        process.getOutputStream().close();
        assertThat(process.waitFor(1, MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(lines()).contains("over"); // The JVM may well have ended before the application's STOPPED.
    }

    @Test
    void nobodyWaitsForWhatWasNeverRegistered() throws Exception {
        start("http://127.0.0.1:" + EtcdPorts.free(), "1h");
        awaitLine("REGISTERING");
        Signal.send("TERM", process.pid());
        assertThat(process.waitFor(1, MINUTES)).isTrue();
        // In any order: the loop can still be telling observers of REGISTERING, and tells them of DRAINING after that.
        assertThat(lines()).contains("DRAINING", "over");
    }

    private void start(String endpoint, String drain) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DrainHost.class.getName(),
                        endpoint,
                        drain)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private void awaitLine(String line) {
        await().atMost(1, MINUTES)
                .failFast("it has ended", () -> !process.isAlive())
                .until(() -> lines().contains(line));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("out"));
    }
}
