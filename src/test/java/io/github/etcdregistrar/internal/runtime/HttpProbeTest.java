package io.github.etcdregistrar.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.Certificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProbeTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static final List<InetAddress> NONE = List.of();

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ServerSocket port;
    private Thread server;
    private volatile String answer = "HTTP/1.1 302 Found\r\n\r\n";
    private Optional<Boolean> serves = Optional.empty();
    private long now = -7;

    @BeforeEach
    void listen() throws IOException {
        port = new ServerSocket(0, 50, LOOPBACK);
        startServing();
    }

    private void startServing() {
        server = new Thread(this::serve, "test-http");
        server.setDaemon(true);
        server.start();
    }

    /** Waits for the thread too: until its accept() has returned, the port takes a connection, and it gets an answer. */
    @AfterEach
    void close() throws Exception {
        port.close();
        server.join();
    }

    /** Reads a request, answers it and closes; keeps it waiting if the answer is empty. */
    private void serve() {
        while (!port.isClosed()) {
            try {
                Socket socket = port.accept();
                if (answer.isEmpty()) {
                    continue;
                }
                StringBuilder request = new StringBuilder();
                while (!request.toString().endsWith("\r\n\r\n")) {
                    int c = socket.getInputStream().read();
                    if (c < 0) {
                        break;
                    }
                    request.append((char) c);
                }
                requests.add(request.toString());
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                socket.close();
            } catch (IOException e) {
                if (!port.isClosed() && !(e instanceof SSLException)) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private HttpProbe at(boolean secure, String contextRoot) {
        return new HttpProbe(
                new HttpListener(secure, port.getLocalPort()), true, Optional.of(contextRoot), () -> serves, () -> now);
    }

    @Test
    void asksForTheContextRootWithoutTheSlashAtItsEnd() {
        assertThat(at(false, "/shop/über").notReadyReason(NONE)).isEmpty();

        assertThat(requests).singleElement().satisfies(request -> assertThat(request)
                .startsWith("HEAD /shop/%C3%BCber HTTP/1.1\r\n")
                .contains("\r\nHost: " + LOOPBACK.getHostAddress() + ":" + port.getLocalPort() + "\r\n")
                .contains("\r\nConnection: close\r\n"));
    }

    @Test
    void asksForTheRoot() {
        assertThat(at(false, "/").notReadyReason(NONE)).isEmpty();
        assertThat(requests.get(0)).startsWith("HEAD / HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 302, 401, 403, 405})
    void theseComeFromTheApplication(int status) {
        answer = "HTTP/1.1 " + status + "\r\n\r\n";
        assertThat(at(false, "/shop").notReadyReason(NONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500, 503})
    void theseDoNotUntilTheyHaveComeForAWhile(int status) {
        answer = "HTTP/1.1 " + status + " Bad\r\n\r\n";
        HttpProbe http = at(false, "/shop");

        assertThat(http.notReadyReason(NONE)).hasValueSatisfying(why -> assertThat(why)
                .endsWith(":" + port.getLocalPort() + "/shop answers " + status));
        now += Duration.ofSeconds(5).toNanos() - 1;
        assertThat(http.notReadyReason(NONE)).isPresent();
        now++;
        assertThat(http.notReadyReason(NONE)).isEmpty();
    }

    @Test
    void aServerThatTellsThatItServesIsSoonBelievedAndAskedOnce() {
        answer = "HTTP/1.1 404 Not Found\r\n\r\n";
        serves = Optional.of(true);
        HttpProbe http = at(false, "/");

        assertThat(http.notReadyReason(NONE)).isPresent();
        now += Duration.ofMillis(499).toNanos();
        assertThat(http.notReadyReason(NONE))
                .hasValueSatisfying(why -> assertThat(why).endsWith("/ answers 404"));
        now += Duration.ofMillis(1).toNanos();
        assertThat(http.notReadyReason(NONE)).isEmpty();
        assertThat(requests).hasSize(1);
    }

    @Test
    void aServerThatTellsThatItDoesNotServeYetIsBelieved() {
        serves = Optional.of(false);
        HttpProbe http = at(false, "/");

        assertThat(http.notReadyReason(NONE)).contains("the server is still starting the application");
        assertThat(requests).isEmpty();
        serves = Optional.of(true);
        assertThat(http.notReadyReason(NONE)).isEmpty();
    }

    private void listenWithTls(boolean wantsCertificate) throws Exception {
        close();
        char[] password = "secret".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(
                new ByteArrayInputStream(
                        new Certificates().expired("elsewhere.example").store("secret")),
                password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        SSLServerSocket secure = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0, 50, LOOPBACK);
        secure.setNeedClientAuth(wantsCertificate);
        port = secure;
        startServing();
    }

    @Test
    void asksOverTlsWhateverTheCertificate() throws Exception {
        listenWithTls(false);
        answer = "HTTP/1.1 404 Not Found\r\n\r\n";
        assertThat(at(true, "/shop").notReadyReason(NONE))
                .hasValueSatisfying(why -> assertThat(why).endsWith("answers 404"));
        answer = "HTTP/1.1 302 Found\r\n\r\n";
        assertThat(at(true, "/shop").notReadyReason(NONE)).isEmpty();
        assertThat(requests.get(0)).startsWith("HEAD /shop HTTP/1.1\r\n");
    }

    @Test
    void whoAsksForACertificateOfOursIsBelievedAfterAWhile() throws Exception {
        listenWithTls(true);
        HttpProbe http = at(true, "/shop");
        assertThat(http.notReadyReason(NONE))
                .hasValueSatisfying(why -> assertThat(why).contains("does not answer"));
        now += Duration.ofSeconds(5).toNanos();
        assertThat(http.notReadyReason(NONE)).isEmpty();
        assertThat(requests).isEmpty();
    }

    @Test
    void aConfiguredPortThatNobodyListensAtIsElsewhereAfterAWhile() throws Exception {
        close();
        HttpProbe http = new HttpProbe(
                new HttpListener(false, port.getLocalPort()), false, Optional.empty(), () -> serves, () -> now);
        assertThat(http.notReadyReason(NONE)).isPresent();
        now += Duration.ofSeconds(30).toNanos() - 1;
        assertThat(http.notReadyReason(NONE)).isPresent();
        now++;
        assertThat(http.notReadyReason(NONE)).isEmpty();
    }

    @Test
    void whereTheContextRootIsNotKnownAConnectionIsEnough() {
        answer = "";
        serves = Optional.of(false);
        HttpListener listener = new HttpListener(false, port.getLocalPort());
        assertThat(new HttpProbe(listener, true, Optional.empty(), () -> serves, () -> now).notReadyReason(NONE))
                .isEmpty();
    }

    @Test
    void anOpenPortThatSaysNothingOrSomethingElseIsNoAnswerForAWhile() {
        answer = "";
        HttpProbe http = at(false, "/shop");
        assertThat(http.notReadyReason(NONE).orElseThrow()).contains("does not answer");
        answer = "SSH-2.0-OpenSSH_9.2\r\n";
        assertThat(http.notReadyReason(NONE).orElseThrow()).contains("SSH-2.0-OpenSSH_9.2");

        now += Duration.ofSeconds(30).toNanos();
        assertThat(http.notReadyReason(NONE)).isEmpty();
    }

    @Test
    void anyAddressWillDo() throws Exception {
        close();
        // Of the whole of 127/8, which is this machine's, the server listens at one address.
        InetAddress only = InetAddress.getByName("127.0.0.2");
        port = new ServerSocket(port.getLocalPort(), 50, only);
        startServing();
        assertThat(at(false, "/shop").notReadyReason(List.of(InetAddress.getByName("127.0.0.3"), only)))
                .isEmpty();
    }

    @Test
    void aClosedPortIsNoAnswerHoweverLong() throws Exception {
        HttpProbe http = at(false, "/shop");
        close();
        for (int minute = 0; minute < 10; minute++) {
            now += Duration.ofMinutes(1).toNanos();
            assertThat(http.notReadyReason(NONE)).hasValueSatisfying(why -> assertThat(why)
                    .startsWith("no connection to port " + port.getLocalPort() + ": "));
        }
    }

    /** Open Liberty holds requests back while the application starts, and always says that it serves. */
    @Test
    void aRequestThatIsHeldBackIsNoAnswer() {
        answer = "";
        serves = Optional.of(true);
        HttpProbe http = at(false, "/shop");
        assertThat(http.notReadyReason(NONE)).isPresent();
        now += Duration.ofSeconds(29).toNanos();
        assertThat(http.notReadyReason(NONE)).isPresent();
    }
}
