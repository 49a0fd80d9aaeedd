package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.StateChange;
import io.github.etcdregistrar.internal.config.RegistrarConfig;
import io.github.etcdregistrar.testing.Certificates;
import io.github.etcdregistrar.testing.Certificates.Signed;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdAuth;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.LogRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are fed in wherever one fits, and nothing that comes out contains one, whatever is logged at whatever level. */
class SecretsTest {

    private static final String SECRET = "Xyzzy-5ecret";
    private static final List<String> FORBIDDEN =
            List.of(SECRET, HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8)), "BEGIN PRIVATE KEY");

    /** What etcd gives to whom it knows. */
    private static final Pattern TOKEN = Pattern.compile("\\b[A-Za-z]{16}\\.\\d+\\b");

    private final Certificates authority = new Certificates();
    private final Signed client = authority.sign("client");
    private final Etcd etcd = Etcd.stopped(EtcdPorts.free()).with("--bcrypt-cost=4");
    private final StringBuilder output = new StringBuilder();
    private String endpoint;
    private LogRecorder log;

    @TempDir
    Path folder;

    @ApplicationScoped
    static class Listener {
        private final List<String> events = new CopyOnWriteArrayList<>();

        void on(@Observes StateChange change) {
            events.add(change.toString());
        }

        List<String> events() {
            return events;
        }
    }

    @BeforeEach
    void start() {
        endpoint = etcd.serveTls(authority.sign("127.0.0.1"));
        etcd.restart();
        new EtcdAuth(etcd.endpoint())
                .addUser("orders", SECRET, "/services/")
                .enable()
                .close();
        log = new LogRecorder("", Level.ALL);
    }

    @AfterEach
    void stop() {
        log.close();
        etcd.close();
        output.append(log.text()).append(System.getProperties());
        assertThat(output.toString()).contains("etcdregistrar");
        assertThat(TOKEN.matcher(output).results().map(MatchResult::group)).isEmpty();
        FORBIDDEN.forEach(secret -> assertThat(output).doesNotContain(secret));
        assertThat(output)
                .doesNotContain(client.keyPem().lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void inWhatWorks() throws IOException {
        Path keys = Files.write(folder.resolve("key.p12"), client.store(SECRET));
        Path trust = Files.write(folder.resolve("trust.p12"), authority.trustStore(SECRET));
        play(
                Map.of(
                        "user",
                        "orders",
                        "password",
                        SECRET,
                        "tls.key-store",
                        keys.toString(),
                        "tls.key-store-password",
                        SECRET,
                        "tls.trust-store",
                        trust.toString(),
                        "tls.trust-store-password",
                        SECRET),
                null);
    }

    @Test
    void inAKeyAsText() {
        play(
                Map.of(
                        "user", "orders",
                        "password", SECRET,
                        "tls.ca", authority.pem(),
                        "tls.certificate", client.certificatePem(),
                        "tls.key", client.keyPem()),
                null);
    }

    @Test
    void inAPasswordThatIsWrong() {
        play(
                Map.of("user", "orders", "password", SECRET + "!", "tls.ca", authority.pem()),
                ProblemCode.AUTHENTICATION_FAILED);
    }

    @Test
    void inWhatIsNoKey() {
        Map<String, String> properties = new HashMap<>(
                Map.of("tls.ca", authority.pem(), "tls.certificate", client.certificatePem(), "tls.key", SECRET));
        play(properties, ProblemCode.TLS_SETTINGS);
        properties.put("tls.key", "-----BEGIN PRIVATE KEY-----" + SECRET + "-----END PRIVATE KEY-----");
        play(properties, ProblemCode.TLS_SETTINGS);
        properties.put("tls.key", (SECRET + "/").repeat(1000));
        play(properties, ProblemCode.TLS_SETTINGS);
        properties.put("tls.key", SECRET + "\0");
        play(properties, ProblemCode.TLS_SETTINGS);
    }

    @Test
    void inAStoresPasswordThatIsWrong() throws IOException {
        Path keys = Files.write(folder.resolve("key.p12"), client.store("another"));
        play(
                Map.of(
                        "tls.ca", authority.pem(),
                        "tls.key-store", keys.toString(),
                        "tls.key-store-password", SECRET),
                ProblemCode.TLS_SETTINGS);
    }

    @Test
    void inAConfigurationThatIsRefused() {
        refused(Map.of("password", SECRET));
        refused(Map.of("endpoints", "https://root:" + SECRET + "@etcd:2379"));
        refused(Map.of("endpoints", "http://a:1,https://root:x/" + SECRET + "@etcd:2379"));
        refused(Map.of("endpoints", "root:" + SECRET + "@etcd:2379"));
        refused(Map.of("endpoints", "https://root:x@" + SECRET + "@etcd"));
        refused(Map.of("tls.key", client.keyPem()));
        refused(Map.of("tls.ca", client.keyPem(), "tls.trust-store", "/x", "tls.trust-store-password", SECRET));
        refused(Map.of("tls.key", SECRET, "tls.certificate", "/x", "tls.key-store", "/y"));
    }

    private void play(Map<String, String> properties, ProblemCode expected) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("endpoints", endpoint);
        all.put("name", "orders");
        all.put("request-timeout", "1.5s");
        output.append(Application.config(all).getClass());
        output.append(RegistrarConfig.read(Application.config(all)));
        try (Application application = Application.start(all, Listener.class)) {
            await().atMost(60, SECONDS)
                    .until(() -> expected == null
                            ? application.registrar().isRegistered()
                            : application
                                    .registrar()
                                    .status()
                                    .problem()
                                    .filter(it -> it.code() == expected)
                                    .isPresent());
            output.append(application.registrar())
                    .append(application.registrar().status())
                    .append(application.health())
                    .append(application.select(Listener.class).events());
        }
    }

    private void refused(Map<String, String> properties) {
        Throwable refusal = catchThrowable(() -> Application.start(properties).close());
        assertThat(refusal).hasMessageContaining("is invalid");
        StringWriter trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace));
        output.append(trace);
    }
}
