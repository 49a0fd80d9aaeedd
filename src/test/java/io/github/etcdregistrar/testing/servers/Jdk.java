package io.github.etcdregistrar.testing.servers;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A JDK on this machine. */
public record Jdk(Path home, Runtime.Version version) {
    private static final Path USUAL_FOLDER = Path.of("/usr/lib/jvm");

    /** That on which servers run: the newest up to the system property {@code servers.java}, else that of the tests. */
    public static Jdk ofServers() {
        return Optional.ofNullable(Integer.getInteger("servers.java"))
                .map(Jdk::newest)
                .or(() -> at(Path.of(System.getProperty("java.home"))))
                .orElseThrow();
    }

    /** The newest at hand whose feature release is that or an earlier one. */
    public static Jdk newest(int latestFeature) {
        return homes().map(Jdk::at)
                .flatMap(Optional::stream)
                .filter(jdk -> jdk.version().feature() <= latestFeature)
                .max(Comparator.comparing(Jdk::version))
                .orElseThrow();
    }

    private static Stream<Path> homes() {
        Stream<Path> known = Stream.of(System.getProperty("java.home"), System.getenv("JAVA_HOME"))
                .filter(Objects::nonNull)
                .map(Path::of);
        return Stream.concat(known, installed());
    }

    private static Stream<Path> installed() {
        if (!Files.isDirectory(USUAL_FOLDER)) {
            return Stream.empty();
        }
        try (Stream<Path> folders = Files.list(USUAL_FOLDER)) {
            return folders.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one there, unless there is none, or what is left of one that was removed. */
    private static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.ofNullable(properties.getProperty("JAVA_VERSION"))
                .map(version -> new Jdk(home, Runtime.Version.parse(version.replace("\"", ""))));
    }
}
