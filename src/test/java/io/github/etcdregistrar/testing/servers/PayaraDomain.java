package io.github.etcdregistrar.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the domain of Payara Server, or of GlassFish, that listens on two ports of loopback and nowhere else. */
record PayaraDomain(Path installation, Path parent) {
    private static final String NAME = "domain1";

    static PayaraDomain create(Path installation, Path parent, int httpPort, int adminPort) {
        Path original = installation.resolve("glassfish/domains").resolve(NAME);
        try (Stream<Path> tree = Files.walk(original)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Path copy = parent.resolve(NAME).resolve(original.relativize(path));
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy);
            }
            Path configuration = parent.resolve(NAME).resolve("config/domain.xml");
            Files.writeString(configuration, onLoopback(Files.readString(configuration), httpPort, adminPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PayaraDomain(installation, parent);
    }

    private static String onLoopback(String domain, int httpPort, int adminPort) {
        String on = "<network-listener address=\"127.0.0.1\" ";
        return domain.replace("0.0.0.0", "127.0.0.1")
                .replace("<network-listener port=\"8080\"", on + "port=\"" + httpPort + "\"")
                .replace("<network-listener port=\"4848\"", on + "port=\"" + adminPort + "\"")
                // What no test uses, and what would take ports that two servers cannot share.
                .replace("<network-listener port=\"8181\"", on + "enabled=\"false\" port=\"8181\"")
                .replace("<iiop-listener ", "<iiop-listener enabled=\"false\" ")
                .replace("<jmx-connector ", "<jmx-connector enabled=\"false\" ")
                .replace(",org.apache.felix.shell.remote", "")
                .replace(
                        "<config name=\"server-config\">",
                        """
                        <config name="server-config">
                            <jms-service type="DISABLED" default-jms-host="default_JMS_host">
                                <jms-host name="default_JMS_host" host="localhost" port="7676" lazy-init="false" />
                            </jms-service>
                        """)
                // The cluster listens on all addresses.
                .replace(
                        "<hazelcast-config-specific-configuration",
                        "<hazelcast-config-specific-configuration enabled=\"false\"");
    }

    /** The command that is the server itself: the administration command would start it as a child and leave. */
    List<String> command(String java) {
        String output = dryRun(java);
        int from = output.indexOf('\n', output.indexOf("Dump of JVM Invocation"));
        int to = output.indexOf("Command start-domain executed");
        if (from < 0 || to < 0) {
            throw new IllegalStateException("Not understood: " + output);
        }
        List<String> command = new ArrayList<>(output.substring(from, to)
                .lines()
                .filter(line -> !line.isBlank())
                .toList());
        // GlassFish would log to a file only; Payara waits for the master password, which is in the domain already.
        replace(command, "-verbose", "true");
        replace(command, "-read-stdin", "false");
        return command;
    }

    private static void replace(List<String> command, String option, String value) {
        int found = command.indexOf(option);
        if (found >= 0) {
            command.set(found + 1, value);
        }
    }

    private String dryRun(String java) {
        ProcessBuilder asadmin = new ProcessBuilder(
                        "bash",
                        installation.resolve("bin/asadmin").toString(),
                        "start-domain",
                        "--dry-run",
                        "--domaindir",
                        parent.toString(),
                        NAME)
                .redirectErrorStream(true);
        String home = Path.of(java).getParent().getParent().toString();
        asadmin.environment().put("JAVA_HOME", home);
        asadmin.environment().put("AS_JAVA", home);
        try {
            return new String(asadmin.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
