package io.github.etcdregistrar.testing.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Open Liberty with the sample's own server.xml, or other features; applications are deployed by dropping them into a folder. */
public final class OpenLiberty extends AppServer {
    private static final String STARTED = "CWWKZ000[13]I:[^\\n]* %s\\b";
    private static final String FAILED = "CWWKZ000[24]E:[^\\n]* %s\\b";
    private static final String STOPPED = "CWWKZ0009I:[^\\n]* %s\\b";

    private final Path server = directory().resolve("usr/servers/test");
    private final Path dropins = server.resolve("dropins");

    /** One with the sample's features. */
    public OpenLiberty() {
        this(List.of());
    }

    /** One with the features given and no others, or without any, the sample's; and elements that override its own. */
    public OpenLiberty(List<String> features, String... overrides) {
        try {
            Files.createDirectories(dropins);
            // Without the sample's application: which ones there are is the tests' matter.
            String xml = Files.readString(Runtimes.libertyServerXml()).replaceFirst("(?s)<webApplication[^>]*/>", "");
            Files.writeString(server.resolve("server.xml"), features.isEmpty() ? xml : withFeatures(xml, features));
            Files.writeString(
                    Files.createDirectories(server.resolve("configDropins/overrides"))
                            .resolve("test.xml"),
                    """
                    <server>
                      <applicationMonitor updateTrigger="polled" pollingRate="100ms"/>
                      <variable name="http.port" value="%d"/>
                      %s
                    </server>
                    """
                            .formatted(port(), String.join("", overrides)));
            // No port for the server command, which is not used.
            Files.writeString(server.resolve("bootstrap.properties"), "command.port=-1\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One with the sample's features, more features, and MicroProfile Metrics, which anybody may look at. */
    public static OpenLiberty withMetrics(String... features) {
        return new OpenLiberty(
                List.of(), features("mpMetrics-5.1"), features(features), "<mpMetrics authentication=\"false\"/>");
    }

    /** One with the sample's features and more. */
    public static OpenLiberty withMore(String... features) {
        return new OpenLiberty(List.of(), features(features));
    }

    private static String features(String... features) {
        if (features.length == 0) {
            return "";
        }
        return "<featureManager><feature>" + String.join("</feature><feature>", features)
                + "</feature></featureManager>";
    }

    private static String withFeatures(String xml, List<String> features) {
        return xml.replaceFirst("(?s)<featureManager>.*</featureManager>", features(features.toArray(String[]::new)));
    }

    @Override
    ProcessBuilder launcher() {
        ProcessBuilder builder =
                new ProcessBuilder(Runtimes.liberty().resolve("bin/server").toString(), "run", "test");
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("JAVA_HOME", javaHome().toString());
        builder.environment().put("WLP_USER_DIR", directory().resolve("usr").toString());
        builder.environment().put("JVM_ARGS", String.join(" ", jvmOptions()));
        return builder;
    }

    @Override
    boolean hasStarted(String log) {
        return log.contains("CWWKF0011I:");
    }

    @Override
    void checkStarted(String log) {
        applications().forEach(name -> {
            if (matches(log, FAILED, name)) {
                throw new DeploymentFailedException(log);
            }
        });
    }

    @Override
    List<String> applications() {
        try (Stream<Path> wars = Files.list(dropins)) {
            return wars.map(war -> war.getFileName().toString().replaceFirst("\\.[we]ar$", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void prepare(String name, Path war) {
        War.place(war, dropins, name);
    }

    @Override
    void doDeploy(String name, String contextRoot, Path war) {
        long from = serverLog().length();
        War.place(contextRoot.equals(name) ? war : rooted(war, contextRoot), dropins, name);
        awaitMessage(from, STARTED + "|" + FAILED, name);
        if (says(from, FAILED, name)) {
            throw new DeploymentFailedException(serverLog().since(from));
        }
    }

    @Override
    void doRedeploy(String name, Path war) {
        doDeploy(name, name, war);
    }

    @Override
    public void undeploy(String name) {
        long from = serverLog().length();
        forget(name);
        awaitMessage(from, STOPPED, name);
    }

    @Override
    public void forget(String name) {
        try {
            Files.deleteIfExists(dropins.resolve(name + ".war"));
            Files.deleteIfExists(dropins.resolve(name + ".ear"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with a descriptor: a WAR in this folder is configured by nothing else. */
    private Path rooted(Path war, String contextRoot) {
        try {
            Path descriptor = Files.writeString(
                    directory().resolve("ibm-web-ext.xml"),
                    """
                    <web-ext xmlns="http://websphere.ibm.com/xml/ns/javaee" version="1.0">
                      <context-root uri="/%s"/>
                    </web-ext>
                    """
                            .formatted(contextRoot));
            return War.with(war, Map.of("WEB-INF/ibm-web-ext.xml", descriptor));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitMessage(long from, String message, String name) {
        await(this + " says " + message + " of " + name)
                .atMost(DEPLOY)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> says(from, message, name));
    }

    private boolean says(long from, String message, String name) {
        return matches(serverLog().since(from), message, name);
    }

    private static boolean matches(String log, String message, String name) {
        return Pattern.compile(message.replace("%s", Pattern.quote(name)))
                .matcher(log)
                .find();
    }
}
