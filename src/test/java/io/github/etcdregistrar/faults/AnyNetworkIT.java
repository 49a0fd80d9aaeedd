package io.github.etcdregistrar.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.etcdregistrar.testing.ClassPath;
import io.github.etcdregistrar.testing.FakeDns;
import io.github.etcdregistrar.testing.NetworkNamespace;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** From the start to the key to the stop, in networks that people have; etcd is in the same network. */
class AnyNetworkIT {
    /** The port of etcd. */
    private static final String PORT = "2379";

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> registers() {
        assumeTrue(
                NetworkNamespace.isPossible(),
                "Network namespaces need root, iproute2, and etcd and etcdctl on the PATH: left out");
        return ChildRun.concurrently(networks());
    }

    private static Map<String, Runnable> networks() {
        Map<String, Runnable> cases = new TreeMap<>();
        cases.put(
                "a network with IPv6 only",
                () -> playsIn(
                        () -> new NetworkNamespace().withoutIpv4().with("v0", "fd00:0:0:0:0:0:0:2/64"),
                        "[::1]",
                        Map.of("endpoints", "[::1]:" + PORT),
                        "fd00::2"));
        cases.put(
                "a network without a default route",
                () -> playsIn(
                        () -> new NetworkNamespace().with("v0", "10.99.0.2/24"), "127.0.0.1", Map.of(), "10.99.0.2"));
        cases.put("nothing but the loopback", () -> playsIn(NetworkNamespace::new, "127.0.0.1", Map.of(), "127.0.0.1"));
        cases.put(
                "etcd found by DNS",
                () -> playsIn(
                        () -> {
                            NetworkNamespace network = new NetworkNamespace()
                                    .with("v0", "10.99.0.3/24")
                                    .withDns();
                            network.start(
                                    ChildRun.log("dns"),
                                    ChildRun.JAVA.toString(),
                                    "-Xmx32m",
                                    "-cp",
                                    ClassPath.asUsersHaveIt(),
                                    FakeDns.class.getName(),
                                    "53",
                                    "_etcd-client._tcp.example.test SRV 0 0 " + PORT + " member.example.test",
                                    "member.example.test A 127.0.0.1");
                            return network;
                        },
                        "127.0.0.1",
                        Map.of("discovery-srv", "example.test"),
                        "10.99.0.3"));
        return cases;
    }

    private static void playsIn(
            Supplier<NetworkNamespace> networks, String etcdHost, Map<String, String> more, String ip) {
        String name = "in-" + ip.replaceAll("[.:]+", "-");
        String url = "http://" + etcdHost + ":" + PORT;
        try (NetworkNamespace network = networks.get()) {
            network.start(
                    ChildRun.log("etcd-" + name),
                    "etcd",
                    "--data-dir=" + folder.resolve(name),
                    "--listen-client-urls=" + url,
                    "--advertise-client-urls=" + url,
                    "--listen-peer-urls=http://" + etcdHost + ":2380",
                    "--initial-advertise-peer-urls=http://" + etcdHost + ":2380",
                    "--initial-cluster=default=http://" + etcdHost + ":2380");
            // The default endpoint is where etcd is, but on the loopback without IPv4.
            Map<String, String> configuration = ChildRun.configuration(name, "", more);
            try (HostProcess host = new HostProcess(
                    network.command(ChildRun.command(ChildRun.JAVA, configuration)), Map.of(), ChildRun.log(name))) {
                String key = ChildRun.play(host, () -> network.output(
                                "env",
                                "ETCDCTL_API=3",
                                "etcdctl",
                                "--endpoints",
                                url,
                                "get",
                                "--prefix",
                                "--keys-only",
                                "/")
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList());
                assertThat(key).startsWith("/services/" + name + "/" + ip + "/");
            }
        }
    }
}
