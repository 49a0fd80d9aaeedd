package io.github.etcdregistrar.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An etcd that is a plain executable file. */
record EtcdExecutable(Path file, String description) implements EtcdBinary {
    static Optional<EtcdBinary> onPath() {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "etcd"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .map(file -> new EtcdExecutable(file, "etcd on the PATH (" + file + ")"));
    }

    /** Unpacks the package without being root; what an earlier run unpacked is used again. */
    static Optional<EtcdBinary> fromDebianPackage(Path folder) {
        Path file = folder.resolve("usr/bin/etcd").toAbsolutePath();
        if (!Files.isExecutable(file) && !unpack(folder)) {
            return Optional.empty();
        }
        return Optional.of(new EtcdExecutable(file, "etcd of the Debian package, unpacked (" + file + ")"));
    }

    private static boolean unpack(Path folder) {
        try {
            Files.createDirectories(folder);
            if (!apt(folder, "download", "etcd-server") && !downloadWithOwnLists(folder)) {
                return false;
            }
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> file.toString().endsWith(".deb"))
                        .allMatch(deb -> EtcdBinary.succeeds(60, "dpkg", "-x", deb.toString(), folder.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a machine whose list of packages is missing or out of date, and cannot be renewed without being root. */
    private static boolean downloadWithOwnLists(Path folder) throws IOException {
        String lists = "Dir::State::Lists=" + folder.resolve("lists").toAbsolutePath();
        String cache = "Dir::Cache=" + folder.resolve("cache").toAbsolutePath();
        Files.createDirectories(folder.resolve("lists/partial"));
        Files.createDirectories(folder.resolve("cache/archives/partial"));
        return apt(folder, "-o", lists, "-o", cache, "update")
                && apt(folder, "-o", lists, "-o", cache, "download", "etcd-server");
    }

    private static boolean apt(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("apt-get", "--quiet"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        return EtcdBinary.succeeds(builder, 180);
    }

    @Override
    public List<String> command(String id, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(arguments);
        return command;
    }

    @Override
    public void signal(String id, Process process, String signal) {
        Signal.send(signal, process.pid());
    }
}
