package io.github.etcdregistrar.testing.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Jetty with WARs from a folder. */
public final class Jetty extends DroppedWars {

    public Jetty() {
        try {
            Files.createDirectories(directory().resolve("temp"));
            Files.createDirectories(folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Path folder() {
        return directory().resolve("webapps");
    }

    @Override
    ProcessBuilder launcher() {
        List<String> command = new ArrayList<>(jvmOptions());
        command.add(0, java());
        command.add("-Djava.io.tmpdir=" + directory().resolve("temp"));
        command.add("-cp");
        command.add(Runtimes.jetty() + "/*");
        command.add("com.example.jetty.JettyServer");
        command.add(Integer.toString(port()));
        command.add(folder().toString());
        return new ProcessBuilder(command);
    }

    @Override
    boolean hasStarted(String log) {
        return log.contains("Jetty has started");
    }

    /** Its name is the context root. */
    @Override
    Path placeAt(String contextRoot, String name, Path war) {
        return War.place(war, folder(), contextRoot);
    }

    @Override
    void awaitDeployed(Path archive, long from) {
        String name = name(archive);
        awaitMessage("(Deployed|Failed) /" + name, from);
        String log = serverLog().since(from);
        if (log.contains("Failed /" + name)) {
            throw new DeploymentFailedException(log);
        }
    }

    @Override
    void awaitUndeployed(Path archive, long from) {
        awaitMessage("Undeployed /" + name(archive), from);
    }

    private static String name(Path archive) {
        return archive.getFileName().toString().replaceFirst("\\.war$", "");
    }

    private void awaitMessage(String message, long from) {
        await(message)
                .atMost(DEPLOY)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> serverLog().since(from).lines().anyMatch(line -> line.matches(message)));
    }
}
