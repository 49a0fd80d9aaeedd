package io.github.etcdregistrar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals to processes, as an operator would. */
public final class Signal {
    private Signal() {}

    /** Sends a signal, such as {@code TERM}, and returns when it is on its way. A process that has ended gets none. */
    public static void send(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
