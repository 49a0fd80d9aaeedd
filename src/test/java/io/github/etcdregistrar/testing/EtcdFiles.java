package io.github.etcdregistrar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where an etcd keeps its data and its log. */
final class EtcdFiles {
    private static final int TAIL = 20;

    private EtcdFiles() {}

    /** A new, empty directory of its own; its name is nobody else's. */
    static Path newDirectory() {
        try {
            return Files.createTempDirectory(logs(), "etcd-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where logs go: they are for a person, after a test has failed, and stay until the build is cleaned. */
    static Path logs() {
        try {
            return Files.createDirectories(Path.of("target", "etcd").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines of a log, as a part of an error message. */
    static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
            return " The end of " + log + ":\n" + String.join("\n", tail);
        } catch (IOException e) {
            return " Its log " + log + " cannot be read: " + e;
        }
    }

    /** Copies a directory with all that is in it, in the place of what was there. */
    static void replace(Path from, Path to) {
        delete(to);
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a directory with all that is in it, if it is there. */
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
