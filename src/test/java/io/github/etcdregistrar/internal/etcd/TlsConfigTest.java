package io.github.etcdregistrar.internal.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.endpoint.EndpointSource;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.testing.Certificates;
import io.github.etcdregistrar.testing.Certificates.Signed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in a TLS configuration: the message names the property, the file and what is right. */
class TlsConfigTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Certificates AUTHORITY = new Certificates();
    private static final Certificates CLIENT_AUTHORITY = new Certificates();
    /** Nothing connects to it: the configuration is read before. */
    private static final String NOWHERE = "https://127.0.0.1:1";

    @TempDir
    Path folder;

    @Test
    void namesThePropertyAndTheFileThatIsNotRight() throws Exception {
        Signed client = CLIENT_AUTHORITY.sign("client");
        String key = client.keyPem();
        wrong(new Tls().ca("/no/such.pem"), "etcd.registrar.tls.ca = /no/such.pem: there is no such file");
        wrong(new Tls().ca("file:/no/such.pem"), "etcd.registrar.tls.ca = file:/no/such.pem: there is no such file");
        wrong(new Tls().ca("file:no%such.pem"), "there is no such file");
        wrong(new Tls().ca(file("a.pem", "nonsense")), "a.pem: there is no certificate in it");
        Path der = Files.write(folder.resolve("ca.der"), client.certificate().getEncoded());
        wrong(new Tls().ca(der.toString()), "ca.der: it is DER, not PEM: convert it, or use a trust store");
        wrong(
                new Tls().key(client.certificatePem(), dsaKeyPem()),
                "this kind of key is not supported: use RSA, EC, Ed25519");
        wrong(new Tls().key(client.certificatePem(), client.certificatePem()), "there is no private key in it");
        wrong(
                new Tls().key(client.certificatePem(), key.replace("PRIVATE", "ENCRYPTED PRIVATE")),
                "etcd.registrar.tls.key = ***: it is encrypted");
        String content = key.replaceAll("-----.*-----|\\s", "");
        assertThat(wrong(new Tls().key(client.certificatePem(), content), "tls.key = ***: there is no such file"))
                .hasRootCauseMessage("there is no such file");
        Path store = Files.write(folder.resolve("trust.p12"), AUTHORITY.trustStore("secret"));
        wrong(new Tls().trustStore(store.toString(), "another"), "etcd.registrar.tls.trust-store = " + store + ": ");
        wrong(new Tls().trustStore("/no/such.p12", "x"), "there is no such file");
    }

    @Test
    void saysWhatDoesNotFit() throws Exception {
        Signed client = CLIENT_AUTHORITY.sign("client");
        Signed other = CLIENT_AUTHORITY.signRsa("other");
        wrong(
                new Tls()
                        .key(
                                client.certificatePem(),
                                CLIENT_AUTHORITY.sign("client").keyPem()),
                "not that of the private key");
        wrong(new Tls().key(client.certificatePem(), other.keyPem()), "not that of the private key");
        wrong(
                new Tls().key(client.certificatePem() + other.certificatePem(), client.keyPem()),
                "etcd.registrar.tls.certificate = ***: it must begin with our own");
        Path store = Files.write(folder.resolve("key.p12"), client.store("secret"));
        wrong(new Tls().trustStore(store.toString(), "secret"), "there is no trusted certificate in it");
        Path trust = Files.write(folder.resolve("trust.p12"), AUTHORITY.trustStore("secret"));
        wrong(new Tls().keyStore(trust, "secret"), "there is no private key in it");
        wrong(
                new Tls()
                        .key(
                                client.certificatePem(),
                                "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n"
                                        + "-----END EC PRIVATE KEY-----"),
                "it is encrypted");
        wrong(new Tls().ca(folder.toString()), "Is a directory");
    }

    @Test
    void aConfigurationThatCannotBeReadIsSaid() {
        try (EtcdClient client = EtcdClientProvider.openClient(new EtcdClientConfig(
                EndpointSource.of(List.of(Endpoint.parse(NOWHERE, false))),
                TIMEOUT,
                () -> {
                    throw new IllegalStateException("closed");
                },
                Optional::empty))) {
            assertThatThrownBy(() -> client.renew(1))
                    .hasMessageStartingWith("TLS_SETTINGS: etcd.registrar.tls.* cannot be read");
        }
    }

    private static Throwable wrong(Tls tls, String message) {
        try (EtcdClient client = open(tls)) {
            EtcdUnavailableException wrong =
                    catchThrowableOfType(EtcdUnavailableException.class, () -> client.renew(1));
            assertThat(wrong).hasMessageStartingWith("TLS_SETTINGS: ").hasMessageContaining(message);
            return wrong;
        }
    }

    private static EtcdClient open(Tls tls) {
        return EtcdClientProvider.openClient(new EtcdClientConfig(
                EndpointSource.of(List.of(Endpoint.parse(NOWHERE, false))), TIMEOUT, tls::settings, Optional::empty));
    }

    private static String dsaKeyPem() throws GeneralSecurityException {
        KeyPairGenerator dsa = KeyPairGenerator.getInstance("DSA");
        dsa.initialize(1024);
        return new Signed(null, dsa.generateKeyPair()).keyPem();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
