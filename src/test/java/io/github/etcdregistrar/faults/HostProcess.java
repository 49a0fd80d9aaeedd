package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.AtExit;
import io.github.etcdregistrar.testing.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An application in a process of its own, seen from outside: it can be asked, killed and frozen. */
final class HostProcess implements AutoCloseable {
    private final Process process;
    private final PrintStream input;
    private final Path log;
    private final Runnable atExit = this::kill;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<String, CompletableFuture<String>> pending = new ConcurrentHashMap<>();

    HostProcess(List<String> command, Map<String, String> environment, Path log) {
        this.log = log;
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtExit.add(atExit);
        input = new PrintStream(process.getOutputStream(), true);
        Thread reader = new Thread(this::read, "answers of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Tells it something, and waits for the answer; nothing if none comes in time, as from one that is frozen. */
    Optional<String> ask(String command, Duration limit) {
        CompletableFuture<String> answer = tell(command);
        try {
            return Optional.of(answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Tells it something, and leaves it to the caller to wait for the answer, which fails when the process has ended. */
    CompletableFuture<String> tell(String command) {
        String id = Integer.toString(ids.incrementAndGet());
        CompletableFuture<String> answer = new CompletableFuture<>();
        pending.put(id, answer);
        input.println(id + " " + command);
        if (!process.isAlive()) {
            answer.completeExceptionally(new IOException("it has ended"));
        }
        return answer;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void freeze() {
        Signal.send("STOP", process.pid());
    }

    void thaw() {
        Signal.send("CONT", process.pid());
    }

    /** Ends it without notice. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The lines that it has logged and that contain a text. */
    List<String> logged(String text) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        AtExit.remove(atExit);
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] parts = line.split(" ", 2);
                CompletableFuture<String> answer = pending.remove(parts[0]);
                if (answer != null) {
                    answer.complete(parts[1]);
                }
            }
        } catch (IOException e) {
            // It was killed.
        }
        pending.values().forEach(answer -> answer.completeExceptionally(new IOException("it has ended")));
    }
}
