package io.github.etcdregistrar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An etcd in a container. It shares the network of the machine, so that addresses on loopback mean the same inside and
 * out, and a cluster needs no network of its own.
 */
public record EtcdInDocker(String image) implements EtcdBinary {
    /** The image to run: system property or environment variable {@code ETCD_IMAGE}, or a release of etcd. */
    public static String imageName() {
        String fallback = Optional.ofNullable(System.getenv("ETCD_IMAGE"))
                .filter(name -> !name.isBlank())
                .orElse("quay.io/coreos/etcd:v3.5.21");
        return System.getProperty("ETCD_IMAGE", fallback);
    }

    static Optional<EtcdBinary> onThisMachine() {
        // A client alone answers "version" too; the format asks for the engine's.
        if (!EtcdBinary.succeeds(20, "docker", "version", "--format", "{{.Server.Version}}")) {
            return Optional.empty();
        }
        String image = imageName();
        boolean there = EtcdBinary.succeeds(20, "docker", "image", "inspect", image)
                || EtcdBinary.succeeds(new ProcessBuilder("docker", "pull", image).inheritIO(), 300);
        return there ? Optional.of(new EtcdInDocker(image)) : Optional.empty();
    }

    @Override
    public String description() {
        return "etcd in Docker (" + image + ")";
    }

    @Override
    public List<String> command(String id, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "run", "--rm", "--name", id, "--network", "host"));
        // The data stay on this side, where they outlive the container, as the caller's own files.
        command.addAll(List.of("--volume", directory + ":" + directory, "--user", owner(directory)));
        command.addAll(List.of(image, "etcd"));
        command.addAll(arguments);
        return command;
    }

    @Override
    public Optional<String> etcdctl(String id) {
        return Optional.of("docker exec --env ETCDCTL_API=3 " + id + " etcdctl");
    }

    @Override
    public void signal(String id, Process process, String signal) {
        EtcdBinary.succeeds(20, "docker", "kill", "--signal", signal, id);
    }

    private static String owner(Path directory) {
        try {
            return Files.getAttribute(directory, "unix:uid") + ":" + Files.getAttribute(directory, "unix:gid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
