package io.github.etcdregistrar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real etcd on loopback, with data of its own, that a test can stop, kill, freeze and start again. It keeps its ports
 * throughout, so that a client finds it again where it was. {@link #close()} ends it and deletes its data.
 */
public final class Etcd implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final EtcdBinary binary;
    private final EtcdMember member;
    private final Path directory;
    private final Path log;
    private final Runnable atExit = this::destroy;
    private final List<String> moreArguments = new ArrayList<>();
    private volatile Process process;

    Etcd(EtcdBinary binary, EtcdMember member) {
        this.binary = binary;
        this.member = member;
        directory = EtcdFiles.newDirectory();
        log = EtcdFiles.logs().resolve(id() + "-" + member.name() + ".log");
        AtExit.add(atExit);
    }

    /** An etcd of one member, answering, on a free port. */
    public static Etcd start() {
        return start(EtcdPorts.free());
    }

    /** An etcd of one member, answering, on the given client port. */
    public static Etcd start(int port) {
        Etcd etcd = stopped(port);
        try {
            etcd.restart();
            return etcd;
        } catch (RuntimeException e) {
            etcd.close();
            throw e;
        }
    }

    /** An etcd of one member that is not running yet; {@link #restart()} starts it. */
    public static Etcd stopped(int port) {
        return new Etcd(EtcdBinary.find(), EtcdMember.alone(port, EtcdPorts.free()));
    }

    /** Adds arguments for the next start. */
    public Etcd with(String... arguments) {
        moreArguments.addAll(List.of(arguments));
        return this;
    }

    /**
     * Adds, from the next start on, an address for clients that speak TLS. The other one stays, for those who look on.
     *
     * @param own its certificate and key; these can be renewed while it runs
     * @param arguments what else there is to say, such as {@code --client-cert-auth}
     * @return the address
     */
    public String serveTls(Certificates.Signed own, String... arguments) {
        String endpoint = "https://127.0.0.1:" + EtcdPorts.free();
        with(
                "--listen-client-urls=" + endpoint() + "," + endpoint,
                "--cert-file=" + file("server.pem", own.certificatePem()),
                "--key-file=" + file("server.key", own.keyPem()));
        with(arguments);
        return endpoint;
    }

    /** Writes a file that it can read. */
    public Path file(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address for clients, such as {@code http://127.0.0.1:23790}. */
    public String endpoint() {
        return member.clientUrl();
    }

    /** The port for clients. */
    public int port() {
        return member.clientPort();
    }

    /** Where this etcd comes from, in words for a person. */
    public String description() {
        return binary.description();
    }

    /** How to call etcdctl for it, without a command; empty if this machine has none. */
    public Optional<String> etcdctl() {
        return binary.etcdctl(id()).map(etcdctl -> etcdctl + " --endpoints " + endpoint());
    }

    /** True from {@link #launch()} until the process has ended, for whatever reason. */
    public boolean isRunning() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** Starts it, if it is not running, and waits until it answers a linearizable read. */
    public void restart() {
        launch();
        awaitReady();
    }

    /** Starts it, if it is not running, without waiting for anything: a member alone has no quorum to answer with. */
    public void launch() {
        launch(false);
    }

    void launch(boolean joining) {
        if (isRunning()) {
            return;
        }
        List<String> arguments = new ArrayList<>(member.arguments(data(), joining));
        // Of two that are the same the last one counts.
        arguments.addAll(moreArguments);
        List<String> command = binary.command(id(), directory, arguments);
        ProcessBuilder builder = new ProcessBuilder(OwnSession.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // etcd takes options from variables, too, and refuses to start when it finds one in both places.
        builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_"));
        if (System.getProperty("os.arch").equals("aarch64")) {
            builder.environment().put("ETCD_UNSUPPORTED_ARCH", "arm64"); // 3.4 insists
        }
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + binary.description(), e);
        }
    }

    /** Waits until it answers a linearizable read, which in a cluster takes a quorum. */
    public void awaitReady() {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!EtcdView.answers(endpoint())) {
            if (!isRunning()) {
                throw new IllegalStateException("etcd at " + endpoint() + " ended at once." + EtcdFiles.tail(log));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("etcd at " + endpoint() + " did not answer within " + READY.toSeconds()
                        + " s." + EtcdFiles.tail(log));
            }
            pause();
        }
    }

    /** Ends it as an administrator would, by SIGTERM, and waits for the end. Its data stay. */
    public void stop() {
        end("TERM");
    }

    /** Ends it without notice, by SIGKILL. Its data stay. */
    public void kill() {
        end("KILL");
    }

    /** Stops it from doing anything, while its connections stay open: it swallows what it is sent. */
    public void freeze() {
        binary.signal(id(), process, "STOP");
    }

    /** Lets it run on after {@link #freeze()}. */
    public void thaw() {
        binary.signal(id(), process, "CONT");
    }

    /** Deletes its data. */
    public void wipe() {
        if (isRunning()) {
            throw new IllegalStateException("etcd at " + endpoint() + " is running: stop it before wiping its data");
        }
        EtcdFiles.delete(data());
    }

    /** Copies its data while it is not running. */
    public void backUp() {
        EtcdFiles.replace(data(), directory.resolve("backup"));
    }

    /** Puts the copy in the place of its data while it is not running: its revisions go backwards. */
    public void restore() {
        EtcdFiles.replace(directory.resolve("backup"), data());
    }

    /** Ends it and deletes its data. Its log stays under {@code target/etcd}. */
    @Override
    public void close() {
        destroy();
        AtExit.remove(atExit);
    }

    private void destroy() {
        kill();
        EtcdFiles.delete(directory);
    }

    private String id() {
        return directory.getFileName().toString();
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void end(String signal) {
        if (!isRunning()) {
            return;
        }
        binary.signal(id(), process, signal);
        binary.signal(id(), process, "CONT"); // frozen, it could not act on the signal
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                binary.signal(id(), process, "KILL");
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for etcd", e);
        }
    }
}
