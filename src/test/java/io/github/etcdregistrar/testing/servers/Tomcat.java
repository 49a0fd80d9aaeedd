package io.github.etcdregistrar.testing.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Tomcat as it comes, which looks into its folder of applications every second. */
public final class Tomcat extends DroppedWars {

    private final Path installation;

    public Tomcat() {
        this(Runtimes.tomcat());
    }

    /** TomEE, which is Tomcat with more in it. */
    public Tomcat(Path installation) {
        this.installation = installation;
        Runtimes.copy(installation.resolve("conf"), directory().resolve("conf"));
        Path configuration = directory().resolve("conf/server.xml");
        try {
            for (String folder : new String[] {"logs", "temp", "webapps", "work"}) {
                Files.createDirectories(directory().resolve(folder));
            }
            Files.writeString(
                    configuration,
                    Files.readString(configuration)
                            .replace("port=\"8005\"", "port=\"-1\"")
                            .replace("port=\"8080\"", "port=\"" + port() + "\" address=\"127.0.0.1\"")
                            .replace("<Engine ", "<Engine backgroundProcessorDelay=\"1\" "));
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
        ProcessBuilder builder = new ProcessBuilder(
                "bash", installation.resolve("bin/catalina.sh").toString(), "run");
        builder.environment().put("JAVA_HOME", javaHome().toString());
        builder.environment().put("CATALINA_BASE", directory().toString());
        builder.environment().put("CATALINA_HOME", installation.toString());
        builder.environment().put("CATALINA_OPTS", String.join(" ", jvmOptions()));
        return builder;
    }

    @Override
    boolean hasStarted(String log) {
        return log.contains("Server startup in");
    }

    @Override
    void awaitDeployed(Path archive, long from) {
        String file = archive.getFileName().toString();
        awaitMessage("Deployment of web application archive [^\n]*/%s\\] has finished", file, from);
        String log = serverLog().since(from);
        if (matcher("Error deploying web application archive [^\n]*/%s\\]", file)
                .matcher(log)
                .find()) {
            throw new DeploymentFailedException(log);
        }
    }

    @Override
    void awaitUndeployed(Path archive, long from) {
        String folder = archive.getFileName().toString().replace(".war", "");
        String contextRoot = folder.equals("ROOT") ? "" : folder.replace('#', '/');
        awaitMessage("Undeploying context \\[/?%s\\]", contextRoot, from);
        await(archive + " is gone")
                .atMost(DEPLOY)
                .until(() -> !Files.exists(archive.resolveSibling(folder))
                        && !Http.get(url(contextRoot) + "/").isOk());
    }

    @Override
    Path placeAt(String contextRoot, String name, Path war) {
        return War.place(war, folder(), contextRoot.isEmpty() ? "ROOT" : contextRoot.replace('/', '#'));
    }

    private void awaitMessage(String message, String name, long from) {
        await(this + " says " + message + " of " + name)
                .atMost(DEPLOY)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        matcher(message, name).matcher(serverLog().since(from)).find());
    }

    private static Pattern matcher(String message, String name) {
        return Pattern.compile(message.replace("%s", Pattern.quote(name)));
    }
}
