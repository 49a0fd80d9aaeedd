package io.github.etcdregistrar.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The application of a case: a registrar, ours or another, in a process of its own. */
final class App implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path LOGS = Path.of("target", "faults");

    private final Candidate candidate;
    private final List<String> command;
    private final Path log;
    private final Problems problems;
    private final Map<String, String> environment = new HashMap<>();
    private volatile HostProcess process;
    private volatile boolean running;
    private int started;

    App(String name, Candidate candidate, List<String> endpoints, Map<String, String> properties, Problems problems) {
        this.candidate = candidate;
        this.command = candidate.command(endpoints, properties);
        this.log = LOGS.resolve(candidate + "-" + name.replaceAll("[^a-z0-9]+", "-") + ".log");
        this.problems = problems;
        try {
            Files.createDirectories(LOGS);
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it started with these variables in its environment. */
    void environment(Map<String, String> variables) {
        environment.putAll(variables);
    }

    /** Starts it in a new JVM, and waits for nothing but that JVM. */
    void start() {
        startJvm();
        starts();
        running = process.ask("start", PATIENCE).isPresent();
    }

    /** Starts a JVM, and no application in it. */
    void startJvm() {
        process = new HostProcess(command, environment, log);
    }

    /** There is one application more, so one more that has a family of leases. */
    void starts() {
        started++;
    }

    /** How many applications there have been in the JVM. */
    int started() {
        return started;
    }

    /** Stops it, and expects it to take no longer than the budget and a second. */
    void stop() {
        running = false;
        expectStopped(process.ask("stop", PATIENCE));
    }

    /** What it has taken to stop is within the limit. */
    void expectStopped(Optional<String> millis) {
        boolean inTime = millis.filter(text -> text.matches("\\d+"))
                .filter(text -> Long.parseLong(text) <= Limits.STOP.toMillis())
                .isPresent();
        problems.expect(inTime, "to stop took (ms): " + millis.orElse("for ever"));
    }

    /** Ends it without notice. */
    void kill() {
        running = false;
        process.kill();
    }

    /** Tells it to do something, and waits until it has. */
    String tell(String what) {
        return process.ask(what, PATIENCE).orElse("no answer");
    }

    /** What it has found, see {@link ListTruth}; nothing if there is no answer within the limit. */
    Optional<String> list(Duration limit) {
        return ListTruth.WATCHES && running ? process.ask("list", limit) : Optional.empty();
    }

    /** What it says of itself; nothing if it cannot tell. */
    Optional<Report> report() {
        return report(PATIENCE);
    }

    /** What it says of itself, unless it is not running, cannot tell, or does not answer in time. */
    Optional<Report> report(Duration limit) {
        return isOurs() && running
                ? process.ask("status", limit)
                        .filter(answer -> !answer.startsWith("failed"))
                        .map(Report::parse)
                : Optional.empty();
    }

    /** Whether it is our registrar, of which more is expected than of others. */
    boolean isOurs() {
        return candidate == Candidate.OURS;
    }

    /** Writes something between the lines that it logs. */
    void note(String text) {
        try {
            Files.writeString(log, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostProcess process() {
        return process;
    }

    /** How many lines it has logged that contain a text. */
    int logged(String text) {
        return process.logged(text).size();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
