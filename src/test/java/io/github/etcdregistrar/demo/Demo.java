package io.github.etcdregistrar.demo;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.EtcdView.Kind;
import io.github.etcdregistrar.testing.servers.AppServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The registrar at work: etcd and three application servers with the sample, and what happens in etcd, line by line, until
 * Ctrl-C. Started by {@code ./demo}.
 */
public final class Demo {
    private static final String PREFIX = "/services/";
    private static final int KNOWN_ETCD_PORT = 2379;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    // Held, or its level would be forgotten. What gRPC finds missing on this machine is no part of the show.
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private final Screen screen = new Screen(System.out);
    private final DemoOptions options;
    private final Etcd etcd;
    private final ChangeFollower changes;
    private final Fleet fleet;

    private Demo(DemoOptions options) {
        this.options = options;
        screen.say("Starting etcd");
        etcd = Etcd.start(EtcdPorts.freeOr(KNOWN_ETCD_PORT));
        screen.say("  at " + etcd.endpoint() + ": " + etcd.description());
        changes = new ChangeFollower(etcd, PREFIX, screen);
        fleet = new Fleet(options, etcd.endpoint(), screen, this::stop);
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
        int size = fleet.all().size();
        screen.say("Starting " + size + " times " + fleet.first() + " with " + options.application()
                + "; they log to target/servers/instances");
        // At once, beside what is in AtExit, which ends one after the other.
        Runtime.getRuntime().addShutdownHook(new Thread(fleet::expectEnd));
        long begin = System.nanoTime();
        if (!fleet.start()) {
            System.exit(1);
        }
        if (changes.await(Kind.PUT, size, begin, PATIENCE).isEmpty()) {
            screen.say("Not all were registered within " + PATIENCE.toSeconds() + " s: see the servers' logs");
            System.exit(1);
        }
        introduce();
        screen.say("What happens under " + PREFIX + " from here on; Ctrl-C stops everything");
        long end = System.nanoTime() + options.limit().toNanos();
        if (options.story()) {
            new Story(etcd, fleet, changes, screen).play();
        }
        while (end - System.nanoTime() > 0) {
            fleet.watch();
            Thread.sleep(100);
        }
    }

    private void introduce() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("The page:  " + fleet.page(fleet.first()));
        for (AppServer server : fleet.all()) {
            lines.add("A server:  " + fleet.page(server) + " is process " + server.pid() + "; try kill -9 "
                    + server.pid());
        }
        lines.add("etcd:      "
                + etcd.etcdctl()
                        .map(etcdctl -> etcdctl + " get --prefix " + PREFIX)
                        .orElse("at " + etcd.endpoint() + "; to look into it, install etcdctl (Debian: etcd-client)"));
        lines.add("");
        screen.say(String.join(System.lineSeparator(), lines));
    }

    private void stop() {
        if (fleet.running() > 0) {
            screen.say("");
            screen.happened("servers", "are told to stop (SIGTERM)");
            long told = System.nanoTime();
            fleet.terminate();
            if (etcd.isRunning()) {
                screen.happened("keys", awaitNoKeys() ? "are gone, " + after(told) : "are still there");
            }
            fleet.stop();
            screen.happened("servers", "have ended, " + after(told));
        }
        changes.close();
        fleet.close();
    }

    private static String after(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos) + " ms after the signal";
    }

    private boolean awaitNoKeys() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!changes.standing(PREFIX).isEmpty()) {
                if (System.nanoTime() - end > 0) {
                    return false;
                }
                Thread.sleep(20);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
