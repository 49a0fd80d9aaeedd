package io.github.etcdregistrar.demo;

import io.github.etcdregistrar.testing.AtExit;
import io.github.etcdregistrar.testing.servers.AppServer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Three servers with the sample, each in a process and on a port of its own: two in a zone, and a newer one in another. */
final class Fleet {
    private static final int LOG_TAIL = 40;

    private final Screen screen;
    private final Runnable atExit;
    private final String application;
    private final List<AppServer> servers;
    private final Set<AppServer> ran = new HashSet<>();
    private volatile boolean stopping;

    /** One that does what is given when the JVM ends, before its servers are killed. */
    Fleet(DemoOptions options, String endpoint, Screen screen, Runnable atExit) {
        this.screen = screen;
        this.atExit = atExit;
        application = options.application();
        servers = Stream.of("zone=a version=1.0", "zone=a version=1.0", "zone=b version=1.1")
                .map(attributes -> server(options, endpoint, attributes))
                .toList();
    }

    private static AppServer server(DemoOptions options, String endpoint, String attributes) {
        AppServer server = options.newServer()
                .with(
                        "-Xmx256m",
                        "-Detcd.registrar.endpoints=" + endpoint,
                        // The server listens on the loopback only, so that is where it can be called.
                        "-Detcd.registrar.ip=127.0.0.1");
        Stream.of(attributes.split(" ")).forEach(attribute -> server.with("-Detcd.registrar." + attribute));
        server.deploy(options.application(), options.war());
        return server;
    }

    /** The one whose page is looked at. */
    AppServer first() {
        return servers.get(0);
    }

    /** The one that is killed. */
    AppServer last() {
        return servers.get(servers.size() - 1);
    }

    List<AppServer> all() {
        return servers;
    }

    String page(AppServer server) {
        return server.url(application) + "/";
    }

    /** Starts all at once, and waits until all serve; false, and says why, if one does not. */
    boolean start() {
        List<CompletableFuture<Boolean>> starts = servers.stream()
                .map(server -> CompletableFuture.supplyAsync(() -> start(server)))
                .toList();
        return starts.stream().map(CompletableFuture::join).reduce(true, Boolean::logicalAnd);
    }

    /** Starts one of them. */
    boolean start(AppServer server) {
        try {
            server.start();
            // The last one added is the first to run: before that which kills this server.
            AtExit.remove(atExit);
            AtExit.add(atExit);
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

    /** From here on what ends has been told to. */
    void expectEnd() {
        stopping = true;
    }

    /** Tells of each server that ends without having been told to. */
    void watch() {
        for (AppServer server : servers) {
            boolean running = server.isRunning();
            if (ran.contains(server) && !running && !stopping) {
                screen.happened("server", page(server) + " has ended");
            }
            if (running) {
                ran.add(server);
            } else {
                ran.remove(server);
            }
        }
    }

    /** How many are running. */
    int running() {
        return (int) servers.stream().filter(AppServer::isRunning).count();
    }

    /** Tells all to stop, at once. */
    void terminate() {
        servers.stream().filter(AppServer::isRunning).forEach(AppServer::terminate);
    }

    /** Waits until all have stopped. */
    void stop() {
        servers.forEach(AppServer::stop);
    }

    /** Deletes what was theirs but the logs. */
    void close() {
        servers.forEach(AppServer::close);
    }
}
