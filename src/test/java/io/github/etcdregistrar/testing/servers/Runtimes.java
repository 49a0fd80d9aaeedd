package io.github.etcdregistrar.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the build has put the servers and the samples. */
public final class Runtimes {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String HINT = " is not there: run `mvn verify`, which gets it, once";

    private Runtimes() {}

    /** The sample for Open Liberty. */
    public static Path libertySample() {
        return existing(TARGET.resolve("samples/liberty-sample/target/liberty-sample.war"));
    }

    /** The sample for Payara. */
    public static Path payaraSample() {
        return existing(TARGET.resolve("samples/payara-sample/target/payara-sample.war"));
    }

    /** The sample for WildFly. */
    public static Path wildFlySample() {
        return existing(TARGET.resolve("samples/wildfly-sample/target/wildfly-sample.war"));
    }

    /** A WAR for Tomcat, with CDI and MicroProfile Config in it. */
    public static Path tomcatWar() {
        return existing(TARGET.resolve("samples/tomcat/target/tomcat.war"));
    }

    static Path quarkusApplication() {
        return existing(TARGET.resolve("samples/quarkus/target/quarkus-app/quarkus-run.jar"));
    }

    static Path jetty() {
        return existing(TARGET.resolve("samples/jetty/target/server"));
    }

    static Path helidon() {
        return existing(TARGET.resolve("samples/helidon/target/server"));
    }

    /** The main artifact, as it was built. */
    public static Path bundle() {
        return built("");
    }

    /** The thin artifact, and all that it depends on. */
    static List<Path> thinLibraries() {
        return Stream.concat(Stream.of(built("-thin")), jars("thin").stream()).toList();
    }

    /** Other versions of Netty, gRPC, guava and protobuf than ours, and Jackson. */
    static List<Path> otherVersions() {
        return jars("other");
    }

    /** jetcd-core, and all that it depends on. */
    static List<Path> jetcd() {
        return jars(TARGET.resolve("naive"));
    }

    private static List<Path> jars(String folder) {
        return jars(TARGET.resolve("libraries").resolve(folder));
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(existing(folder))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path built(String classifier) {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .matches("etcd-registrar-[0-9.]+(-SNAPSHOT)?" + classifier + "\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The jar" + HINT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path testClasses() {
        return existing(TARGET.resolve("test-classes"));
    }

    static Path libertyServerXml() {
        return existing(
                Path.of("liberty-sample/src/main/liberty/config/server.xml").toAbsolutePath());
    }

    static Path payaraPreboot() {
        return existing(Path.of("payara-sample/src/main/payara/preboot.asadmin").toAbsolutePath());
    }

    static Path liberty() {
        return existing(TARGET.resolve("servers/wlp"));
    }

    static Path payaraMicro() {
        return existing(TARGET.resolve("samples/payara-sample/target/payara-micro.jar"));
    }

    static Path payaraServer() {
        return existing(TARGET.resolve("servers/payara6"));
    }

    static Path wildFly() {
        return unpacked("samples/wildfly-sample/target", "wildfly-[0-9]");
    }

    static Path tomcat() {
        return unpacked("apache-tomcat-");
    }

    public static Path glassFish() {
        return unpacked("glassfish");
    }

    /** Payara Server of the next major version. */
    public static Path payara7() {
        return unpacked("payara7");
    }

    public static Path tomEe() {
        return unpacked("apache-tomee-");
    }

    private static Path unpacked(String beginning) {
        return unpacked("servers", beginning);
    }

    private static Path unpacked(String where, String beginning) {
        try (Stream<Path> folders = Files.list(existing(TARGET.resolve(where)))) {
            return folders.filter(folder -> folder.getFileName().toString().matches(beginning + ".*"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(beginning + HINT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new directory for one instance of a server, under target so that its log can be found after a failure. */
    static Path newInstance(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(TARGET.resolve("servers/instances")), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a directory with all that is in it. */
    static void copy(Path from, Path to) {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a directory with all that is in it. */
    static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + HINT);
        }
        return path;
    }
}
