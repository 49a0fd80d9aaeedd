package io.github.etcdregistrar.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A way to run etcd on this machine. {@link #find()} looks for the {@code etcd} of the PATH, then for a Docker engine,
 * then unpacks the Debian package under {@code target/}, so that neither a test nor the demo asks for a set-up.
 */
interface EtcdBinary {
    /** The message when no way is left; it says what would do. */
    String NOT_FOUND = "No etcd to test with. Any one of these will do: put etcd 3.4 or newer on the PATH"
            + " (apt-get install etcd-server); or start a Docker engine that has, or can pull, the image %s"
            + " (another name: environment variable ETCD_IMAGE); or, on Debian or Ubuntu, let apt-get download reach"
            + " its mirror, so that the package can be unpacked under target/.";

    /** What was found, in words for a person. */
    String description();

    /**
     * The command that runs one etcd until it is signalled.
     *
     * @param id names this etcd on the machine
     * @param directory holds its data, and is there already
     * @param arguments etcd's own arguments
     */
    List<String> command(String id, Path directory, List<String> arguments);

    /** How to call etcdctl for the etcd that {@link #command} named {@code id}; empty if there is none. */
    Optional<String> etcdctl(String id);

    /** Sends a signal, such as {@code TERM}, to the etcd that {@link #command} named {@code id}. */
    void signal(String id, Process process, String signal);

    /** The first way that works here; found once per JVM. */
    static EtcdBinary find() {
        return Found.BINARY.orElseThrow(
                () -> new IllegalStateException(String.format(NOT_FOUND, EtcdInDocker.imageName())));
    }

    /** Runs a command to its end, and tells whether it succeeded within the given time. */
    static boolean succeeds(ProcessBuilder builder, int seconds) {
        try {
            Process process = builder.start();
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false; // the command is not there
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + builder.command(), e);
        }
    }

    /** As {@link #succeeds(ProcessBuilder, int)}, for a command whose output nobody needs. */
    static boolean succeeds(int seconds, String... command) {
        return succeeds(
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD),
                seconds);
    }

    /** Holds what was found, so that Docker and apt are asked once. */
    final class Found {
        private static final Optional<EtcdBinary> BINARY =
                EtcdExecutable.onPath().or(EtcdInDocker::onThisMachine).or(EtcdExecutable::fromDebianPackages);

        private Found() {}
    }
}
