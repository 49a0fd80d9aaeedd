package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.testing.Certificates;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.LogRecorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every line of every logger, from INFO on, while etcd cannot be used for all kinds of reasons: what is wrong, we say, once;
 * gRPC, Netty and whatever else comes with us say nothing.
 */
class QuietLibrariesTest {

    /** They belong to the test, and in an application to the server. */
    private static final List<String> SERVER = List.of("org.jboss.", "io.smallrye.");

    private static final Pattern SAID = Pattern.compile("^WARNING REGISTERING: ([A-Z_]+): ");
    private static final String SILENCE = "silence";
    private static final String OURS = "io.github.etcdregistrar";
    /** More than one round of all endpoints, and more than a backoff. */
    private static final int ATTEMPTS = 3;

    private static final Etcd ETCD = Etcd.stopped(EtcdPorts.free());
    private static String tls;

    private LogRecorder everybody;
    private LogRecorder ours;

    @BeforeAll
    static void startEtcd() {
        tls = ETCD.serveTls(new Certificates().sign("127.0.0.1"));
        ETCD.restart();
    }

    @AfterAll
    static void endEtcd() {
        ETCD.close();
    }

    @BeforeEach
    void listen() {
        ours = new LogRecorder(OURS, Level.FINE);
        everybody = new LogRecorder("", Level.INFO);
    }

    @AfterEach
    void stop() {
        everybody.close();
        ours.close();
    }

    @ParameterizedTest
    @CsvSource({
        "http://nowhere.invalid:2379, NAME_NOT_RESOLVED",
        "http://127.0.0.1:1,          CONNECTION_REFUSED",
        "tls,                         TLS_UNTRUSTED",
        "tls as plain,                TLS_REQUIRED",
        "plain as tls,                TLS_NOT_SPOKEN"
    })
    void anEndpointThatIsWrong(String endpoint, ProblemCode code) {
        String url =
                switch (endpoint) {
                    case "tls" -> tls;
                    case "tls as plain" -> tls.replace("https", "http");
                    case "plain as tls" -> ETCD.endpoint().replace("http", "https");
                    default -> endpoint;
                };
        assertThat(play(url)).containsExactly(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {SILENCE, "", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "x"})
    void somethingElseAtTheEndpoint(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answer(server, answer), "something else");
            thread.setDaemon(true);
            thread.start();
            assertThat(play("http://127.0.0.1:" + server.getLocalPort()))
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
        }
    }

    private static void answer(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (!answer.equals(SILENCE)) {
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    socket.close();
                }
            } catch (IOException e) {
                // closed, or they have gone
            }
        }
    }

    @Test
    void anEtcdThatFreezesDiesAndComesBack() {
        try (Application application = start(ETCD.endpoint())) {
            await().atMost(60, SECONDS).until(application.registrar()::isRegistered);
            ETCD.freeze();
            awaitAttempts(ATTEMPTS);
            ETCD.kill();
            ETCD.restart();
            await().atMost(60, SECONDS).until(application.registrar()::isRegistered);
        } finally {
            ETCD.restart();
        }
        assertQuiet();
    }

    /** The kinds of the problems that were said, in that order. */
    private List<ProblemCode> play(String endpoint) {
        try (Application application = start(endpoint)) {
            assertThat(application.registrar().isRegistered()).isFalse();
            awaitAttempts(ATTEMPTS);
        }
        assertQuiet();
        return everybody.levelsAndMessages().stream()
                .flatMap(line -> SAID.matcher(line).results())
                .map(said -> ProblemCode.valueOf(said.group(1)))
                .toList();
    }

    private void awaitAttempts(int count) {
        await().atMost(60, SECONDS)
                .until(() -> ours.levelsAndMessages().stream()
                                .filter(line -> line.matches("FINE [A-Z_]+: etcd at .*"))
                                .count()
                        >= count);
    }

    private void assertQuiet() {
        assertThat(everybody.loggers())
                .filteredOn(name -> SERVER.stream().noneMatch(name::startsWith))
                .allMatch(name -> name.startsWith(OURS));
    }

    private static Application start(String endpoint) {
        return Application.start(new HashMap<>(Map.of("endpoints", endpoint, "request-timeout", "300ms")));
    }
}
