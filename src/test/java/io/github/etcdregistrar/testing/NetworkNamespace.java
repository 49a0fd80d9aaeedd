package io.github.etcdregistrar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A network of its own for processes: a loopback, and what a test adds. Needs root and iproute2. */
public final class NetworkNamespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Path CONFIGURATION = Path.of("/etc/netns");

    private final String name = "registrar-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    private final List<Process> processes = new ArrayList<>();
    private final Runnable atExit = this::delete;

    /** Makes a network whose loopback is up. */
    public NetworkNamespace() {
        ip("netns", "add", name);
        AtExit.add(atExit);
        inside("ip", "link", "set", "lo", "up");
    }

    /** Whether they can be made here, and an etcd can run in them. */
    public static boolean isPossible() {
        if (!EtcdBinary.succeeds(10, "etcd", "--version")
                || !EtcdBinary.succeeds(10, "env", "ETCDCTL_API=3", "etcdctl", "version")) {
            return false;
        }
        String probe = "registrar-probe-" + ProcessHandle.current().pid();
        boolean possible = EtcdBinary.succeeds(10, "ip", "netns", "add", probe);
        return possible && EtcdBinary.succeeds(10, "ip", "netns", "del", probe);
    }

    /** Adds an interface with an address, and no route but that to its own network. */
    public NetworkNamespace with(String networkInterface, String addressAndLength) {
        inside("ip", "link", "add", networkInterface, "type", "veth", "peer", "name", networkInterface + "-peer");
        inside("ip", "link", "set", networkInterface + "-peer", "up");
        inside("ip", "link", "set", networkInterface, "up");
        List<String> add = new ArrayList<>(List.of("ip", "addr", "add", addressAndLength, "dev", networkInterface));
        if (addressAndLength.contains(":")) {
            add.add("nodad");
        }
        inside(add.toArray(String[]::new));
        return this;
    }

    /** Takes the IPv4 address from the loopback. */
    public NetworkNamespace withoutIpv4() {
        inside("ip", "addr", "del", "127.0.0.1/8", "dev", "lo");
        return this;
    }

    /** Has names looked up at a DNS server on the loopback. */
    public NetworkNamespace withDns() {
        try {
            Path folder = Files.createDirectories(CONFIGURATION.resolve(name));
            Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs another one inside. */
    public List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(command);
        return all;
    }

    /** Starts a process inside, which ends with the namespace. */
    public void start(Path log, String... command) {
        try {
            processes.add(new ProcessBuilder(command(List.of(command)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command inside to its end, and returns what it prints; empty if it fails. */
    public String output(String... command) {
        try {
            Process process = new ProcessBuilder(command(List.of(command)))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void inside(String... command) {
        List<String> all = command(List.of(command));
        ip(all.subList(1, all.size()).toArray(String[]::new));
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        if (!EtcdBinary.succeeds(10, command.toArray(String[]::new))) {
            throw new IllegalStateException("This failed: " + String.join(" ", command));
        }
    }

    @Override
    public void close() {
        delete();
        AtExit.remove(atExit);
    }

    private void delete() {
        for (Process process : processes) {
            process.destroyForcibly();
            try {
                process.waitFor(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        EtcdBinary.succeeds(10, "ip", "netns", "del", name);
        EtcdFiles.delete(CONFIGURATION.resolve(name));
    }
}
