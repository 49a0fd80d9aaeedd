package io.github.etcdregistrar.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.Jdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** From the start to the key to the stop, in JVMs with the flags that people set. */
class AnyJvmIT {
    private static final int NEWEST = 30;

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
        return ChildRun.concurrently(cases);
    }

    private static void plays(String name, Map<String, String> more, String... flags) {
        plays(ChildRun.JAVA, name, more, flags);
    }

    private static void plays(Path java, String name, Map<String, String> more, String... flags) {
        Map<String, String> configuration = ChildRun.configuration(name, "127.0.0.1:" + etcd.port(), more);
        try (HostProcess host =
                new HostProcess(ChildRun.command(java, configuration, flags), Map.of(), ChildRun.log(name))) {
            ChildRun.play(host, () -> view.list("/services/" + name + "/").stream()
                    .map(Entry::key)
                    .toList());
            assertThat(view.history("/services/" + name + "/").get(0).entry().value())
                    .contains("\"name\":\"" + name + "\"", more.getOrDefault("metadata.stadt", ""));
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
}
