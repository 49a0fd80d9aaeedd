package io.github.etcdregistrar.testing.servers;

import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.EtcdPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An application server in a process of its own, on a port of its own on loopback. An application's name is also its
 * context root, unless {@link #deployAt} says otherwise. What is deployed stays so over {@link #stop()}, {@link #kill()}
 * and {@link #start()}.
 */
public abstract class AppServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);

    /** How long a deployment may take on a busy machine. */
    static final Duration DEPLOY = Duration.ofMinutes(2);

    private final Path directory;
    private final ServerLog log;
    private final int port = EtcdPorts.free();
    private final List<String> jvmOptions = new ArrayList<>();
    private final ServerProcess process = new ServerProcess();
    private Path javaHome = Jdk.ofServers().home();

    AppServer() {
        directory = Runtimes.newInstance(getClass().getSimpleName());
        log = new ServerLog(Path.of(directory + ".log"));
    }

    /** Adds options of the JVM, such as {@code -Xmx128m}, for the next start. */
    public final AppServer with(String... options) {
        jvmOptions.addAll(List.of(options));
        return this;
    }

    /** Chooses the JDK of the next start; without, it is {@link Jdk#ofServers()}. */
    public final AppServer on(Jdk jdk) {
        javaHome = jdk.home();
        return this;
    }

    /** Starts it, with what was deployed before, and waits until it has started and all applications answer. */
    public final AppServer start() {
        launch();
        applications().forEach(this::awaitAnswer);
        return this;
    }

    /** Starts it, with what was deployed before, and returns as soon as it says that it has started. */
    public final void launch() {
        if (isRunning()) {
            throw new IllegalStateException(this + " is running already");
        }
        long from = log.length();
        process.start(launcher(), log);
        await(this + " has started")
                .atMost(START)
                .pollInterval(Duration.ofMillis(20))
                .failFast(this + " ended at once: see " + log.file(), () -> !isRunning())
                .until(() -> hasStarted(log.since(from)));
        checkStarted(log.since(from));
        afterStart();
    }

    /**
     * Deploys a WAR. If the server is running, waits until the application answers; if not, it will be there after
     * {@link #start()}.
     *
     * @throws DeploymentFailedException if the server refuses it
     */
    public final void deploy(String name, Path war) {
        if (!isRunning()) {
            prepare(name, war);
            return;
        }
        doDeploy(name, name, war);
        awaitAnswer(name);
    }

    /** Deploys a WAR to the running server, until that stops, under another context root; {@code ""} is the server's. */
    public final void deployAt(String contextRoot, String name, Path war) {
        doDeploy(name, contextRoot, war);
        awaitAnswer(contextRoot);
    }

    /** Deploys another WAR, or the same again, in the place of one that is deployed. */
    public final void redeploy(String name, Path war) {
        doRedeploy(name, war);
        awaitAnswer(name);
    }

    /** Takes an application away from the running server; returns when the server says that it is gone. */
    public abstract void undeploy(String name);

    /** Takes away what is left of an application whose deployment has failed. */
    public void forget(String name) {}

    /** Ends it as an operator would, by SIGTERM, and waits for the end. */
    public final void stop() {
        process.end("TERM");
    }

    /** Tells it to end, by SIGTERM, and does not wait for it. */
    public final void terminate() {
        process.signal("TERM");
    }

    /** Ends it without notice, by SIGKILL, and waits for the end. */
    public final void kill() {
        process.end("KILL");
    }

    /** Stops its process from doing anything. */
    public final void freeze() {
        process.signal("STOP");
    }

    /** Lets it run on after {@link #freeze()}. */
    public final void thaw() {
        process.signal("CONT");
    }

    public final boolean isRunning() {
        return process.isRunning();
    }

    /** The server's own process id, as its applications see it. */
    public final long pid() {
        return process.pid();
    }

    public final int port() {
        return port;
    }

    /** The server's address, without a slash at the end. */
    public final String url() {
        return "http://127.0.0.1:" + port;
    }

    /** An application's address, without a slash at the end. */
    public final String url(String name) {
        return url() + "/" + name;
    }

    /** All that it has logged so far. */
    public final String log() {
        return log.since(0);
    }

    /** Kills it and deletes what was its own but the log. */
    @Override
    public final void close() {
        kill();
        Runtimes.delete(directory);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }

    /** The command that becomes, not only starts, the server's process. */
    abstract ProcessBuilder launcher();

    /** Whether this start's part of the log says that all is up. */
    abstract boolean hasStarted(String log);

    /** Looks in this start's part of the log for what must not be there. */
    void checkStarted(String log) {}

    /** What is to be done on a server that has just started. */
    void afterStart() {}

    /** The names of the applications that are, or at the next start will be, deployed. */
    abstract List<String> applications();

    /** Deploys while the server is not running. */
    abstract void prepare(String name, Path war);

    abstract void doDeploy(String name, String contextRoot, Path war);

    abstract void doRedeploy(String name, Path war);

    final Path directory() {
        return directory;
    }

    final ServerLog serverLog() {
        return log;
    }

    final List<String> jvmOptions() {
        return List.copyOf(jvmOptions);
    }

    final Path javaHome() {
        return javaHome;
    }

    final String java() {
        return javaHome.resolve("bin/java").toString();
    }

    final ServerProcess process() {
        return process;
    }

    final void awaitAnswer(String contextRoot) {
        String page = url(contextRoot).replaceFirst("/*$", "/");
        await(page + " answers")
                .atMost(DEPLOY)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Http.get(page).isOk());
    }
}
