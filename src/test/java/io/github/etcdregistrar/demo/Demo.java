package io.github.etcdregistrar.demo;

import io.github.etcdregistrar.testing.AtExit;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.EtcdView.Kind;
import io.github.etcdregistrar.testing.servers.AppServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The registrar at work: etcd and an application server with the sample, and what happens in etcd, line by line, until
 * Ctrl-C. Started by {@code ./demo}.
 */
public final class Demo {
    private static final String PREFIX = "/services/";
    private static final int KNOWN_ETCD_PORT = 2379;
    private static final int LOG_TAIL = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    // Held, or its level would be forgotten. What gRPC finds missing on this machine is no part of the show.
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private final Screen screen = new Screen(System.out);
    private final DemoOptions options;
    private volatile boolean stopping;

    private Demo(DemoOptions options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Optional<DemoOptions> options = DemoOptions.parse(arguments);
        if (options.isEmpty()) {
            System.err.println(DemoOptions.USAGE);
            System.exit(2);
        }
        GRPC.setLevel(Level.WARNING);
        new Demo(options.orElseThrow()).run();
        System.exit(0); // ends here with a time limit; else Ctrl-C does it, and what is to be done then is in AtExit
    }

    private void run() throws InterruptedException {
        screen.say("Starting etcd");
        Etcd etcd = Etcd.start(EtcdPorts.freeOr(KNOWN_ETCD_PORT));
        screen.say("  at " + etcd.endpoint() + ": " + etcd.description());

        ChangeFollower changes = new ChangeFollower(etcd, PREFIX, screen);
        AppServer server = options.newServer()
                .with(
                        // The server listens on the loopback only, so that is where it can be called.
                        "-Detcd.registrar.endpoints=" + etcd.endpoint(), "-Detcd.registrar.ip=127.0.0.1");
        server.deploy(options.application(), options.war());
        screen.say("Starting " + server + " with " + options.application() + "; it logs to target/servers/instances");
        AtExit.add(() -> stopping = true);
        StartMeter meter = new StartMeter(server);
        if (!start(server)) {
            System.exit(1);
        }
        AtExit.add(() -> stop(server, changes));

        boolean registered = changes.await(Kind.PUT, meter.beginNanos(), PATIENCE)
                .map(put -> {
                    introduce(server, etcd, changes.standing(PREFIX));
                    meter.appStartedNanos().ifPresent(started -> sayDelay(put.atNanos() - started));
                    return true;
                })
                .orElse(false);
        if (!registered) {
            screen.say("Nothing was registered within " + PATIENCE.toSeconds() + " s: see the server's log");
            System.exit(1);
        }
        screen.say("");
        screen.say("What happens under " + PREFIX + " from here on; Ctrl-C stops everything");
        follow(server);
    }

    private boolean start(AppServer server) {
        try {
            server.start();
            return true;
        } catch (RuntimeException e) {
            if (stopping) {
                return false; // by Ctrl-C
            }
            List<String> log = server.log().lines().toList();
            log.subList(Math.max(0, log.size() - LOG_TAIL), log.size()).forEach(screen::say);
            screen.say(server + " did not start: "
                    + e.getMessage().lines().findFirst().orElse(""));
            return false;
        }
    }

    private void introduce(AppServer server, Etcd etcd, List<Entry> entries) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("The sample:  " + server.url(options.application()) + "/");
        lines.add("etcd:        "
                + etcd.etcdctl()
                        .map(etcdctl -> etcdctl + " get --prefix " + PREFIX)
                        .orElse("at " + etcd.endpoint() + "; to look into it, install etcdctl (Debian: etcd-client)"));
        lines.add("The server:  process " + server.pid() + "; try kill -9 " + server.pid());
        for (Entry entry : entries) {
            lines.add("Key:         " + entry.key());
            lines.add("Value:       " + entry.value());
            lines.add("Lease:       " + LeaseFollower.name(entry.lease()));
        }
        lines.add("");
        screen.say(String.join(System.lineSeparator(), lines));
    }

    private void sayDelay(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        screen.say("The key was there " + Math.abs(millis) + " ms " + (millis < 0 ? "before" : "after")
                + " the server said that the application had started");
    }

    /** Until the time is over, or for ever; Ctrl-C ends the JVM, and this with it. */
    private void follow(AppServer server) throws InterruptedException {
        long end = System.nanoTime() + options.limit().toNanos();
        boolean running = true;
        while (end - System.nanoTime() > 0) {
            if (running && !stopping && !server.isRunning()) {
                screen.happened("server", "has ended");
            }
            running = server.isRunning();
            Thread.sleep(100);
        }
    }

    private void stop(AppServer server, ChangeFollower changes) {
        if (!server.isRunning()) {
            return;
        }
        stopping = true;
        screen.say("");
        screen.happened("server", "is told to stop (SIGTERM)");
        long told = System.nanoTime();
        server.stop();
        long ended = System.nanoTime();
        screen.happened("server", "has ended");
        sayEnd(changes, told, ended);
        changes.close();
        server.close();
    }

    private void sayEnd(ChangeFollower changes, long told, long ended) {
        try {
            OptionalLong gone = changes.await(Kind.DELETE, told, PATIENCE)
                    .map(deleted -> OptionalLong.of(deleted.atNanos()))
                    .orElse(OptionalLong.empty());
            String key = gone.isPresent()
                    ? "the key was gone after " + TimeUnit.NANOSECONDS.toMillis(gone.getAsLong() - told) + " ms"
                    : "the key is still there";
            screen.say("From the signal on, " + key + " and the server after "
                    + TimeUnit.NANOSECONDS.toMillis(ended - told) + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
