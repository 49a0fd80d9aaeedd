package io.github.etcdregistrar.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Sends signals to processes, as an operator would. */
public final class Signal {
    private Signal() {}

    /**
     * Sends a signal, such as {@code TERM}, and returns when it is on its way; {@code STOP}, when no thread runs any more: on
     * a busy machine one goes on for a moment. A process that has ended gets none.
     */
    public static void send(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
            if (signal.equals("STOP")) {
                await().atMost(Duration.ofSeconds(10))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> stands(Path.of("/proc", Long.toString(pid), "task")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether all threads are stopped or gone; also where there is no such file system. */
    private static boolean stands(Path threads) throws IOException {
        if (!Files.isDirectory(threads)) {
            return true;
        }
        try (Stream<Path> all = Files.list(threads)) {
            return all.allMatch(Signal::isStopped);
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            // The state comes after the name, which is in parentheses (proc(5)).
            return Files.readString(thread.resolve("stat")).matches("(?s).*\\) [TtZX] .*");
        } catch (IOException e) {
            return true; // It has ended meanwhile.
        }
    }
}
