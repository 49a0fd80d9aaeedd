package io.github.etcdregistrar.testing.servers;

import io.github.etcdregistrar.testing.AtExit;
import io.github.etcdregistrar.testing.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server's process, or the place for one: it can be started again after it has ended. */
final class ServerProcess {
    private static final Duration STOP = Duration.ofMinutes(1);

    private final Runnable atExit = () -> end("KILL");
    private Process process;

    /** Starts it, writing to the log. */
    void start(ProcessBuilder builder, ServerLog log) {
        AtExit.add(atExit);
        try {
            process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + builder.command(), e);
        }
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Writes a line to its standard input. */
    void tell(String line) {
        try {
            process.outputWriter().append(line).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, if it is running, by a signal, and waits for the end. */
    void end(String signal) {
        if (!isRunning()) {
            return;
        }
        signal(signal);
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("Did not end within " + STOP.toSeconds() + " s of SIG" + signal);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        AtExit.remove(atExit);
    }

    void signal(String signal) {
        Signal.send(signal, pid());
    }
}
