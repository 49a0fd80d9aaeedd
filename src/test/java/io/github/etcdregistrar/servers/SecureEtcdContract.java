package io.github.etcdregistrar.servers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.Certificates;
import io.github.etcdregistrar.testing.EtcdAuth;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.War;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An etcd as it is in production: TLS, certificates of clients, users and roles. */
abstract class SecureEtcdContract extends ServerTest {
    private static final String SECRET = "Xyzzy-5ecret";

    private final Certificates clients = new Certificates();

    @TempDir
    Path folder;

    SecureEtcdContract(AppServer server, Path sample) {
        super(server, sample);
    }

    @Test
    void registersSurvivesNewCertificatesAndLeaves() throws IOException {
        Certificates authority = new Certificates();
        etcd.stop();
        String endpoint = etcd.serveTls(
                authority.sign("127.0.0.1"),
                "--client-cert-auth",
                "--trusted-ca-file=" + etcd.file("clients.pem", clients.pem()),
                "--bcrypt-cost=4");
        etcd.restart();
        new EtcdAuth(etcd.endpoint())
                .addUser("orders", SECRET, "/services/")
                .enable()
                .close();
        view.as("root", "root");
        Path trust = Files.write(folder.resolve("trust.p12"), authority.trustStore(SECRET));
        Path ca = Files.writeString(folder.resolve("ca.pem"), authority.pem());
        Path keys =
                Files.write(folder.resolve("key.p12"), clients.sign("orders").store(SECRET));
        Certificates.Signed pem = clients.signRsa("invoices");

        Map<String, String> common = Map.of(
                "etcd.registrar.endpoints",
                endpoint,
                "etcd.registrar.ttl",
                "PT30S",
                "etcd.registrar.user",
                "orders",
                "etcd.registrar.password",
                SECRET);
        server.deploy(
                "stores",
                war(
                        common,
                        Map.of(
                                "etcd.registrar.tls.trust-store",
                                trust.toString(),
                                "etcd.registrar.tls.trust-store-password",
                                SECRET,
                                "etcd.registrar.tls.key-store",
                                keys.toString(),
                                "etcd.registrar.tls.key-store-password",
                                SECRET)));
        server.deploy(
                "texts",
                war(
                        common,
                        Map.of(
                                "etcd.registrar.tls.ca", ca.toString(),
                                "etcd.registrar.tls.certificate", pem.certificatePem(),
                                "etcd.registrar.tls.key", pem.traditionalKeyPem())));
        server.start();
        observer.awaitKey("stores");
        observer.awaitKey("texts");

        Certificates next = new Certificates();
        etcd.stop();
        Certificates.Signed renewed = next.sign("127.0.0.1");
        etcd.file("server.pem", renewed.certificatePem());
        etcd.file("server.key", renewed.keyPem());
        etcd.restart();
        awaitProblem("stores", "TLS_UNTRUSTED");
        Files.write(trust, next.trustStore(SECRET));
        Files.writeString(ca, next.pem());
        awaitNoProblem("stores");
        awaitNoProblem("texts");

        Entry stores = observer.awaitKey("stores");
        observer.measureGoing("SIGTERM until the key was gone", stores, Duration.ofSeconds(30), server::stop);
        await().atMost(10, SECONDS).until(() -> view.leases().isEmpty());
        assertThat(server.log()).contains("Registered ").doesNotContain(SECRET, "PRIVATE KEY");
    }

    private Path war(Map<String, String> common, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(common);
        all.putAll(more);
        return War.configured(sample, all);
    }

    private String problem(String application) {
        return Json.object(
                        Http.get(server.url(application) + "/api/registration").body())
                .getString("problem");
    }

    private void awaitProblem(String application, String code) {
        await(code).atMost(60, SECONDS).until(() -> problem(application).startsWith(code));
    }

    private void awaitNoProblem(String application) {
        await("that all is well").atMost(60, SECONDS).until(() -> problem(application)
                .isEmpty());
    }
}
