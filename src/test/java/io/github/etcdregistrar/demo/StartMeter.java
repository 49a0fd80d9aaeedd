package io.github.etcdregistrar.demo;

import io.github.etcdregistrar.testing.servers.AppServer;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads a server's log while it starts, to tell when it said that the application had started. */
final class StartMeter {
    // Open Liberty's message, and Payara Micro's.
    private static final Pattern APP_STARTED = Pattern.compile("CWWKZ0001I:|was successfully deployed in");
    private static final long LOOK_MILLIS = 20;

    private final AppServer server;
    private final long begin = System.nanoTime();
    private volatile OptionalLong started = OptionalLong.empty();

    StartMeter(AppServer server) {
        this.server = server;
        Thread thread = new Thread(this::read, "start-meter");
        thread.setDaemon(true);
        thread.start();
    }

    long beginNanos() {
        return begin;
    }

    /** When it said so, within the 20 ms between two looks; empty where it has not. */
    OptionalLong appStartedNanos() {
        return started;
    }

    private void read() {
        while (started.isEmpty()) {
            if (APP_STARTED.matcher(server.log()).find()) {
                started = OptionalLong.of(System.nanoTime());
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
