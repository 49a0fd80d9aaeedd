package io.github.etcdregistrar.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.etcdregistrar.State;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.FakeDns;
import io.github.etcdregistrar.testing.NetworkNamespace;
import io.github.etcdregistrar.testing.servers.Jdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** From the start to the key to the stop, in JVMs with the flags and in networks that people have. */
class AnyJvmIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TTL_AND_MORE = Duration.ofSeconds(3);
    private static final int PARALLEL = 3;
    private static final int NEWEST = 30;
    /** The port of etcd in a namespace. */
    private static final String PORT = "2379";

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static Etcd etcd;
    private static EtcdView view;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        etcd = Etcd.start();
        view = EtcdView.of(etcd.endpoint());
    }

    @AfterAll
    static void stop() {
        view.close();
        etcd.close();
    }

    @TestFactory
    Stream<DynamicTest> registers() throws IOException {
        String loopback = "127.0.0.1:" + etcd.port();
        Path noFolder = Files.writeString(folder.resolve("no-folder"), "");
        ExecutorService players = Executors.newFixedThreadPool(PARALLEL);
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, Runnable> cases = new TreeMap<>();
        cases.put("IPv4 only", () -> plays("v4", Map.of(), "-Djava.net.preferIPv4Stack=true"));
        // The other endpoint answers within the same request, so nothing is said of this one.
        cases.put(
                "IPv4 only, and an endpoint at an IPv6 address",
                () -> plays("v6", Map.of("endpoints", "[::1]:1," + loopback), "-Djava.net.preferIPv4Stack=true"));
        cases.put("IPv6 preferred", () -> plays("p6", Map.of(), "-Djava.net.preferIPv6Addresses=true"));
        Map<String, String> choices =
                Map.of("on-conflict", "WAIT", "liveness", "Registered", "ip-family", "IPV4", "gate", "NONE");
        cases.put("Turkish", () -> plays("tr", choices, "-Duser.language=tr", "-Duser.country=TR"));
        cases.put(
                "another charset",
                () -> plays("naïve", Map.of("metadata.stadt", "Köln"), "-Dfile.encoding=ISO-8859-1"));
        cases.put("no folder for temporary files", () -> plays("tmp", Map.of(), "-Djava.io.tmpdir=" + noFolder));
        cases.put("the newest JDK", () -> plays(Jdk.newest(NEWEST).home().resolve("bin/java"), "new", Map.of()));
        cases.put("a name with dead addresses", this::playsWithDeadAddresses);
        cases.forEach((name, test) -> tests.add(concurrently(players, name, test)));
        if (NetworkNamespace.isPossible()) {
            networks().forEach((name, test) -> tests.add(concurrently(players, name, test)));
        } else {
            tests.add(dynamicTest(
                    "networks of all kinds",
                    () -> assumeTrue(false, "Network namespaces need root and iproute2: left out")));
        }
        players.shutdown();
        return tests.stream();
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
                                    log("dns"),
                                    JAVA.toString(),
                                    "-Xmx32m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
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

    private static DynamicTest concurrently(ExecutorService players, String name, Runnable test) {
        CompletableFuture<Void> done = CompletableFuture.runAsync(test, players);
        return dynamicTest(name, () -> {
            try {
                done.join();
            } catch (CompletionException e) {
                throw e.getCause();
            }
        });
    }

    private static void plays(String name, Map<String, String> more, String... flags) {
        plays(JAVA, name, more, flags);
    }

    private static void plays(Path java, String name, Map<String, String> more, String... flags) {
        Map<String, String> configuration = configuration(name, "127.0.0.1:" + etcd.port(), more);
        try (HostProcess host = new HostProcess(command(java, configuration, flags), Map.of(), log(name))) {
            play(host, () -> view.list("/services/" + name + "/").stream()
                    .map(Entry::key)
                    .toList());
            assertThat(view.history("/services/" + name + "/").get(0).entry().value())
                    .contains("\"name\":\"" + name + "\"", more.getOrDefault("metadata.stadt", ""));
        }
    }

    private static void playsIn(
            Supplier<NetworkNamespace> networks, String etcdHost, Map<String, String> more, String ip) {
        String name = "in-" + ip.replaceAll("[.:]+", "-");
        String url = "http://" + etcdHost + ":" + PORT;
        try (NetworkNamespace network = networks.get()) {
            network.start(
                    log("etcd-" + name),
                    "etcd",
                    "--data-dir=" + folder.resolve(name),
                    "--listen-client-urls=" + url,
                    "--advertise-client-urls=" + url,
                    "--listen-peer-urls=http://" + etcdHost + ":2380",
                    "--initial-advertise-peer-urls=http://" + etcdHost + ":2380",
                    "--initial-cluster=default=http://" + etcdHost + ":2380");
            // The default endpoint is where etcd is, but on the loopback without IPv4.
            Map<String, String> configuration = configuration(name, "", more);
            try (HostProcess host =
                    new HostProcess(network.command(command(JAVA, configuration)), Map.of(), log(name))) {
                String key = play(host, () -> network.output(
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

    /** Two addresses take no connection, as those of machines that are gone; the third is etcd's. */
    private void playsWithDeadAddresses() {
        try (ServerSocket one = dead("127.0.0.2");
                Socket fills = fill(one);
                ServerSocket other = dead("127.0.0.3");
                Socket fillsOther = fill(other)) {
            assertThat(fills.isConnected() && fillsOther.isConnected()).isTrue();
            Path hosts = Files.writeString(
                    folder.resolve("hosts"),
                    "127.0.0.2 etcd_node.test\n127.0.0.3 etcd_node.test\n127.0.0.1 etcd_node.test\n");
            plays("dead", Map.of("endpoints", "etcd_node.test:" + etcd.port()), "-Djdk.net.hosts.file=" + hosts);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerSocket dead(String ip) throws IOException {
        return new ServerSocket(etcd.port(), 1, InetAddress.getByName(ip));
    }

    /** The kernel lets one connection more than the backlog wait, and answers no other. */
    private static Socket fill(ServerSocket server) throws IOException {
        Socket last = new Socket();
        for (int i = 0; i < 2; i++) {
            last = new Socket();
            last.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 2000);
        }
        return last;
    }

    /** Starts, is renewed for longer than its TTL, stops; returns the key. */
    private static String play(HostProcess host, Supplier<List<String>> keys) {
        assertThat(host.ask("start", PATIENCE)).as("the start").hasValue("started");
        await("a key").atMost(PATIENCE).until(() -> keys.get().size() == 1);
        String key = keys.get().get(0);
        await("the key for longer than the TTL")
                .atMost(PATIENCE)
                .during(TTL_AND_MORE)
                .until(() -> keys.get().equals(List.of(key)));
        assertThat(host.ask("status", PATIENCE).map(Report::parse).map(Report::state))
                .hasValue(State.REGISTERED);
        assertThat(host.ask("stop", PATIENCE)).isPresent();
        await("that no key is left").atMost(PATIENCE).until(() -> keys.get().isEmpty());
        return key;
    }

    private static Map<String, String> configuration(String name, String endpoint, Map<String, String> more) {
        Map<String, String> configuration =
                new TreeMap<>(Map.of("name", name, "endpoints", endpoint, "ttl", "2", "readiness", "true"));
        configuration.putAll(more);
        return configuration;
    }

    private static List<String> command(Path java, Map<String, String> configuration, String... flags) {
        List<String> command =
                new ArrayList<>(List.of(java.toString(), "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FaultHost.class.getName()));
        configuration.forEach((name, value) -> command.add(FaultHost.escape(name + "=" + value)));
        return command;
    }

    private static Path log(String name) {
        try {
            Path logs = Files.createDirectories(Path.of("target", "any-jvm"));
            return logs.resolve(name.replaceAll("[^a-z0-9-]", "_") + ".log");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
