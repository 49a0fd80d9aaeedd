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
    private static final Path UNPACKED = Path.of("target", "etcd-deb");
    private static final List<String> PACKAGES = List.of("etcd-server", "etcd-client");

    static Optional<EtcdBinary> onPath() {
        return onPath("etcd").map(file -> new EtcdExecutable(file, "etcd on the PATH (" + file + ")"));
    }

    private static Optional<Path> onPath(String name) {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Unpacks the packages without being root; what an earlier run unpacked is used again. */
    static Optional<EtcdBinary> fromDebianPackages() {
        return unpacked("etcd")
                .map(file -> new EtcdExecutable(file, "etcd of the Debian package, unpacked (" + file + ")"));
    }

    /** Debian has it in a package of its own. */
    @Override
    public Optional<String> etcdctl(String id) {
        return onPath("etcdctl").or(() -> unpacked("etcdctl")).map(found -> "ETCDCTL_API=3 " + found);
    }

    private static Optional<Path> unpacked(String name) {
        Path file = UNPACKED.resolve("usr/bin").resolve(name).toAbsolutePath();
        return Files.isExecutable(file) || unpack() && Files.isExecutable(file) ? Optional.of(file) : Optional.empty();
    }

    private static boolean unpack() {
        try {
            Files.createDirectories(UNPACKED);
            if (!download() && !downloadWithOwnLists()) {
                return false;
            }
            try (Stream<Path> files = Files.list(UNPACKED)) {
                return files.filter(file -> file.toString().endsWith(".deb"))
                        .allMatch(deb -> EtcdBinary.succeeds(60, "dpkg", "-x", deb.toString(), UNPACKED.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean download(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add("download");
        arguments.addAll(PACKAGES);
        return apt(arguments);
    }

    /** For a machine whose list of packages is missing or out of date, and cannot be renewed without being root. */
    private static boolean downloadWithOwnLists() throws IOException {
        String lists = "Dir::State::Lists=" + UNPACKED.resolve("lists").toAbsolutePath();
        String cache = "Dir::Cache=" + UNPACKED.resolve("cache").toAbsolutePath();
        Files.createDirectories(UNPACKED.resolve("lists/partial"));
        Files.createDirectories(UNPACKED.resolve("cache/archives/partial"));
        return apt(List.of("-o", lists, "-o", cache, "update")) && download("-o", lists, "-o", cache);
    }

    /** Quiet: what it says is in a file. */
    private static boolean apt(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("apt-get", "--quiet"));
        // As root it would else warn that its own user cannot write into this folder.
        command.addAll(List.of("-o", "APT::Sandbox::User=root"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(UNPACKED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        UNPACKED.resolve("apt.log").toFile()));
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
