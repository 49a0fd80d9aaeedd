package io.github.etcdregistrar.benchmark;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.Jvm;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process has used since it started.
 *
 * @param cpuMillis the processor time of all its threads
 * @param ownMillis that of the threads whose names are ours; on a server the loop is a thread of the server's
 * @param ownWakeUps how often these threads have gone to sleep
 * @param requests the messages that etcd has received from everybody
 * @param bytes what etcd has received and sent, in gRPC's messages
 * @param packets what the process has sent to etcd and received, over the connections that are open
 */
record Usage(double cpuMillis, double ownMillis, double ownWakeUps, double requests, double bytes, double packets) {
    // The kernel shows 15 characters of a thread's name.
    private static final String OWN = "etcd-registrar-";
    private static final Pattern SEGMENTS = Pattern.compile("segs_(?:in|out):(\\d+)");

    static Usage of(long pid, Etcd etcd) throws IOException {
        double ownNanos = 0;
        double wakeUps = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                try {
                    if (Files.readString(thread.resolve("comm")).startsWith(OWN)) {
                        ownNanos += Double.parseDouble(
                                Files.readString(thread.resolve("schedstat")).split(" ")[0]);
                        wakeUps += voluntarySwitches(Files.readString(thread.resolve("status")));
                    }
                } catch (NoSuchFileException e) {
                    // The thread has ended meanwhile.
                }
            }
        }
        String metrics = Http.get(etcd.endpoint() + "/metrics").body();
        return new Usage(
                new Jvm(pid).cpuSeconds() * 1000,
                ownNanos / 1e6,
                wakeUps,
                sum(metrics, "grpc_server_msg_received_total"),
                sum(metrics, "etcd_network_client_grpc_received_bytes_total")
                        + sum(metrics, "etcd_network_client_grpc_sent_bytes_total"),
                segments(pid, URI.create(etcd.endpoint()).getPort()));
    }

    /** What it has used since then, per minute. */
    Usage since(Usage then, double minutes) {
        return new Usage(
                (cpuMillis - then.cpuMillis) / minutes,
                (ownMillis - then.ownMillis) / minutes,
                (ownWakeUps - then.ownWakeUps) / minutes,
                (requests - then.requests) / minutes,
                (bytes - then.bytes) / minutes,
                (packets - then.packets) / minutes);
    }

    private static double voluntarySwitches(String status) {
        return status.lines()
                .filter(line -> line.startsWith("voluntary_ctxt_switches"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .sum();
    }

    static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static double segments(long pid, int port) throws IOException {
        Process process = new ProcessBuilder("ss", "-tinpOH", "dst", "127.0.0.1:" + port)
                .redirectErrorStream(true)
                .start();
        String sockets = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        double segments = 0;
        for (String socket : sockets.lines()
                .filter(line -> line.contains("pid=" + pid + ","))
                .toList()) {
            for (Matcher number = SEGMENTS.matcher(socket); number.find(); ) {
                segments += Double.parseDouble(number.group(1));
            }
        }
        return segments;
    }
}
