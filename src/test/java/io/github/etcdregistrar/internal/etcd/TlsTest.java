package io.github.etcdregistrar.internal.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.endpoint.EndpointSource;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.testing.Certificates;
import io.github.etcdregistrar.testing.Certificates.Signed;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter against a real etcd that has TLS; each way to fail, and what is said of it. */
class TlsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TTL = Duration.ofSeconds(60);
    private static final String HERE = "127.0.0.1";

    private static final Certificates AUTHORITY = new Certificates();
    private static final Certificates CLIENT_AUTHORITY = new Certificates();
    private static final Etcd ETCD = Etcd.stopped(EtcdPorts.free());
    private static final Etcd STRICT = Etcd.stopped(EtcdPorts.free());
    private static final Etcd EXPIRED = Etcd.stopped(EtcdPorts.free());
    private static String endpoint;
    private static String strictEndpoint;
    private static String expiredEndpoint;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        endpoint = ETCD.serveTls(AUTHORITY.sign(HERE));
        strictEndpoint = STRICT.serveTls(
                AUTHORITY.signRsa("etcd.example"),
                "--client-cert-auth",
                "--trusted-ca-file=" + STRICT.file("ca.pem", CLIENT_AUTHORITY.pem()));
        expiredEndpoint = EXPIRED.serveTls(AUTHORITY.expired(HERE));
        List.of(ETCD, STRICT, EXPIRED).forEach(Etcd::restart);
    }

    @AfterAll
    static void stop() {
        List.of(ETCD, STRICT, EXPIRED).forEach(Etcd::close);
    }

    @Test
    void trustsACaThatIsGivenAsText() throws Exception {
        works(endpoint, new Tls().ca(AUTHORITY.pem()));
        works(endpoint, new Tls().ca(AUTHORITY.pem().replace("\n", "\\n")));
    }

    @Test
    void trustsACaThatIsGivenAsAFile() throws Exception {
        String ca = file("ca%.pem", new Certificates().pem() + AUTHORITY.pem());
        works(endpoint, new Tls().ca(ca));
        works(endpoint, new Tls().ca(Path.of(ca).toUri().toString()));
        works(endpoint, new Tls().ca("FILE:" + Path.of(file("ca.pem", AUTHORITY.pem()))));
        works(endpoint, new Tls().ca("file://localhost" + folder.resolve("ca.pem")));
    }

    @Test
    void trustsAServerWithAnEd25519Certificate() throws Exception {
        try (Etcd etcd = Etcd.stopped(EtcdPorts.free())) {
            String ed25519 = etcd.serveTls(AUTHORITY.signEd25519(HERE));
            etcd.restart();
            works(ed25519, new Tls().ca(AUTHORITY.pem()));
        }
    }

    @Test
    void trustsAStore() throws Exception {
        Path store = Files.write(folder.resolve("trust.p12"), AUTHORITY.trustStore("secret"));
        works(endpoint, new Tls().trustStore(store.toString(), "secret"));
        works(endpoint, new Tls().trustStore(store.toUri().toString(), "secret"));
    }

    @Test
    void showsItsCertificateWhereTheNameIsAnother() throws Exception {
        Tls tls = new Tls().ca(AUTHORITY.pem()).authority("etcd.example");
        Signed client = CLIENT_AUTHORITY.sign("client");
        Signed rsa = CLIENT_AUTHORITY.signRsa("client");
        works(strictEndpoint, tls.key(client.certificatePem(), client.keyPem()));
        works(strictEndpoint, tls.key(client.certificatePem(), client.traditionalKeyPem()));
        works(strictEndpoint, tls.key(rsa.certificatePem(), rsa.keyPem()));
        works(strictEndpoint, tls.key(rsa.certificatePem(), rsa.traditionalKeyPem()));
        Signed ed25519 = CLIENT_AUTHORITY.signEd25519("client");
        works(strictEndpoint, tls.key(ed25519.certificatePem(), ed25519.keyPem()));
        Path store = Files.write(folder.resolve("key.p12"), client.store("secret"));
        works(
                strictEndpoint,
                new Tls().ca(AUTHORITY.pem()).authority("etcd.example").keyStore(store, "secret"));
    }

    @Test
    void theNameDoesNotMatterWhereThatWasAskedFor() throws Exception {
        Signed client = CLIENT_AUTHORITY.sign("client");
        works(strictEndpoint, new Tls().ca(AUTHORITY.pem()).anyName().key(client.certificatePem(), client.keyPem()));
        fails(endpoint, new Tls().ca(new Certificates().pem()).anyName(), ProblemCode.TLS_UNTRUSTED);
    }

    @Test
    void whatWasRenewedOnDiskIsUsedByTheNextConnection() throws Exception {
        Path ca = Path.of(file("ca.pem", new Certificates().pem()));
        try (EtcdClient client = open(endpoint, new Tls().ca(ca.toString()))) {
            assertThatThrownBy(() -> client.grant(1, TTL)).hasMessageStartingWith("TLS_UNTRUSTED");
            Files.writeString(ca, AUTHORITY.pem());
            client.grant(1, TTL);
        }
    }

    @Test
    void tellsWhatIsWrongWithEtcdsCertificate() {
        fails(endpoint, new Tls().ca(new Certificates().pem()), ProblemCode.TLS_UNTRUSTED);
        fails(endpoint, new Tls(), ProblemCode.TLS_UNTRUSTED);
        fails(expiredEndpoint, new Tls().ca(AUTHORITY.pem()), ProblemCode.TLS_EXPIRED);
        fails(strictEndpoint, new Tls().ca(AUTHORITY.pem()), ProblemCode.TLS_WRONG_NAME);
    }

    @Test
    void tellsThatOursIsNotTaken() {
        Tls tls = new Tls().ca(AUTHORITY.pem()).authority("etcd.example");
        Signed stranger = new Certificates().sign("client");
        fails(strictEndpoint, tls, ProblemCode.TLS_CLIENT_REFUSED);
        fails(strictEndpoint, tls.key(stranger.certificatePem(), stranger.keyPem()), ProblemCode.TLS_CLIENT_REFUSED);
    }

    @Test
    void aProxyBehindWhichNothingIsDoesNotRefuseOurCertificate() throws Exception {
        // Its handshake succeeds, and it asks for no certificate.
        Signed own = AUTHORITY.sign(HERE);
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(
                KeyStore.getInstance(
                        Files.write(folder.resolve("proxy.p12"), own.store("secret"))
                                .toFile(),
                        "secret".toCharArray()),
                "secret".toCharArray());
        context.init(keys.getKeyManagers(), null, null);
        try (SSLServerSocket proxy = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            SSLParameters parameters = proxy.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            proxy.setSSLParameters(parameters);
            Thread serving = new Thread(() -> {
                while (!proxy.isClosed()) {
                    try (SSLSocket socket = (SSLSocket) proxy.accept()) {
                        socket.startHandshake();
                    } catch (IOException e) {
                        // The test is over, or the client.
                    }
                }
            });
            serving.start();
            fails(
                    "https://127.0.0.1:" + proxy.getLocalPort(),
                    new Tls().ca(AUTHORITY.pem()),
                    ProblemCode.CONNECTION_LOST);
        }
    }

    @Test
    void tellsWhoSpeaksTlsAndWhoDoesNot() {
        fails(ETCD.endpoint().replace("http:", "https:"), new Tls().ca(AUTHORITY.pem()), ProblemCode.TLS_NOT_SPOKEN);
        fails(endpoint.replace("https:", "http:"), new Tls(), ProblemCode.TLS_REQUIRED);
    }

    @Test
    void anEndpointWhoseSettingsAreWrongDoesNotKeepItFromAnother() throws Exception {
        EndpointSource endpoints =
                EndpointSource.of(List.of(Endpoint.parse(endpoint, false), Endpoint.parse(ETCD.endpoint(), false)));
        Tls tls = new Tls().ca("/no/such.pem");
        // With which one it begins is left to chance.
        for (int i = 0; i < 20; i++) {
            try (EtcdClient client = EtcdClientProvider.openClient(
                    new EtcdClientConfig(endpoints, TIMEOUT, tls::settings, Optional::empty))) {
                assertThat(client.grant(2, TTL)).isEqualTo(TTL);
            }
        }
    }

    private static void works(String endpoint, Tls tls) throws Exception {
        try (EtcdClient client = open(endpoint, tls)) {
            client.prepare();
            client.grant(1, TTL);
            assertThat(client.renew(1)).isEqualTo(TTL);
            client.revoke(1, TIMEOUT);
        }
    }

    private static void fails(String endpoint, Tls tls, ProblemCode code) {
        try (EtcdClient client = open(endpoint, tls)) {
            assertThatThrownBy(() -> client.renew(1))
                    .hasMessageStartingWith(code + ": etcd at " + endpoint + ": ")
                    .hasMessageEndingWith(code.advice());
        }
    }

    private static EtcdClient open(String endpoint, Tls tls) {
        return EtcdClientProvider.openClient(new EtcdClientConfig(
                EndpointSource.of(List.of(Endpoint.parse(endpoint, false))), TIMEOUT, tls::settings, Optional::empty));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
