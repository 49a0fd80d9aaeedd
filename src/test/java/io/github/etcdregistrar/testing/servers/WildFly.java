package io.github.etcdregistrar.testing.servers;

import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.EtcdPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** WildFly with MicroProfile, and with the JVM options of its own script. */
public final class WildFly extends DroppedWars {

    private final int managementPort = EtcdPorts.free();
    private final Path base = directory().resolve("standalone");

    /** One whose folder of deployments is looked into ten times a second. */
    public WildFly() {
        Runtimes.copy(Runtimes.wildFly().resolve("standalone"), base);
        Path configuration = base.resolve("configuration/standalone-microprofile.xml");
        try {
            Files.writeString(
                    configuration,
                    Files.readString(configuration).replace("scan-interval=\"5000\"", "scan-interval=\"100\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its health checks are. */
    public String healthUrl() {
        return "http://127.0.0.1:" + managementPort + "/health";
    }

    @Override
    Path folder() {
        return base.resolve("deployments");
    }

    /** What its script would start, which would be a child of the script. */
    @Override
    ProcessBuilder launcher() {
        Path script = Runtimes.wildFly().resolve("bin/standalone.sh");
        try {
            Path java = Files.writeString(
                    directory().resolve("java"),
                    """
                    #!/bin/sh
                    case "$*" in
                      *jboss-modules.jar*) printf 'ARGUMENT %%s\\n' "$@" ;;
                      *) exec %s "$@" ;;
                    esac
                    """
                            .formatted(java()));
            java.toFile().setExecutable(true);
            ProcessBuilder dryRun = new ProcessBuilder(
                            "bash",
                            script.toString(),
                            "-c",
                            "standalone-microprofile.xml",
                            "-b",
                            "127.0.0.1",
                            "-bmanagement",
                            "127.0.0.1",
                            "-Djboss.server.base.dir=" + base,
                            "-Djboss.http.port=" + port(),
                            "-Djboss.https.port=" + EtcdPorts.free(),
                            "-Djboss.management.http.port=" + managementPort)
                    .redirectErrorStream(true);
            dryRun.environment().put("JAVA", java.toString());
            String output = new String(dryRun.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> command = new ArrayList<>(output.lines()
                    .filter(line -> line.startsWith("ARGUMENT "))
                    .map(line -> line.substring("ARGUMENT ".length()))
                    .toList());
            command.addAll(0, jvmOptions());
            command.add(0, java());
            return new ProcessBuilder(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    boolean hasStarted(String log) {
        return log.contains("WFLYSRV0025:");
    }

    /** By its marker: in the log several applications can be in one line. */
    @Override
    void awaitDeployed(Path archive, long from) {
        awaitThat(archive + " is deployed", () -> marker(archive, "deployed") || marker(archive, "failed"));
        if (marker(archive, "failed")) {
            throw new DeploymentFailedException(serverLog().since(from));
        }
        String done = "\"" + archive.getFileName() + "\"";
        awaitThat(archive + " is deployed anew", () -> serverLog()
                .since(from)
                .lines()
                .anyMatch(line -> line.contains(done) && line.matches(".*WFLYSRV(0010|0013|0016).*")));
    }

    @Override
    void awaitUndeployed(Path archive, long from) {
        awaitThat(archive + " is undeployed", () -> serverLog()
                .since(from)
                .lines()
                .anyMatch(line -> line.contains("\"" + archive.getFileName() + "\"") && line.contains("WFLYSRV0009")));
    }

    @Override
    Path placeAt(String contextRoot, String name, Path war) {
        try {
            Path descriptor = Files.writeString(
                    directory().resolve("jboss-web.xml"),
                    "<jboss-web><context-root>/" + contextRoot + "</context-root></jboss-web>");
            return War.place(War.with(war, Map.of("WEB-INF/jboss-web.xml", descriptor)), folder(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean marker(Path archive, String state) {
        return Files.exists(archive.resolveSibling(archive.getFileName() + "." + state));
    }

    private void awaitThat(String what, java.util.concurrent.Callable<Boolean> condition) {
        await(what).atMost(DEPLOY).pollInterval(Duration.ofMillis(50)).until(condition);
    }
}
