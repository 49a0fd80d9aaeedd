package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.PutOption;
import io.github.etcdregistrar.Registrar;
import io.github.etcdregistrar.testing.Certificates;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdAuth;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.EtcdView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** jetcd's own client, which an application injects. */
class JetcdClientTest extends RegistrarOnEtcdTest {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader loader = new URLClassLoader(new URL[0], before);

    /** By which an application's threads are known. */
    @BeforeEach
    void isAnApplication() {
        Thread.currentThread().setContextClassLoader(loader);
    }

    @AfterEach
    void leavesNoThread() throws Exception {
        Thread.currentThread().setContextClassLoader(before);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getContextClassLoader() == loader)
                .extracting(Thread::getName)
                .noneMatch(name -> name.matches("(etcd-registrar-jetcd|grpc-|vert).*"));
        loader.close();
    }

    @ApplicationScoped
    static class Writer {

        @Inject
        Client client;

        @Inject
        Registrar registrar;

        void put(String key) {
            PutOption option =
                    PutOption.builder().withLeaseId(registrar.status().lease()).build();
            client.getKVClient()
                    .put(bytes(key), bytes("mine"), option)
                    .orTimeout(30, SECONDS)
                    .join();
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    private static Map<String, String> config(String endpoint, String... more) {
        Map<String, String> all =
                new HashMap<>(Map.of("endpoints", endpoint, "gate", "none", "name", "orders", "ip", "10.0.0.5"));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    @Test
    void putsAKeyThatGoesWithTheRegistration() {
        try (Application shop = Application.start(config(etcd.endpoint()), Writer.class)) {
            await().atMost(30, SECONDS).until(() -> shop.registrar().isRegistered());
            shop.select(Writer.class).put("/mine");
            assertThat(view.get("/mine").orElseThrow().lease())
                    .isEqualTo(shop.registrar().status().lease());
        }
        assertThat(view.get("/mine")).isEmpty();
    }

    @Test
    void hasTheTlsAndTheUserOfTheConfiguration() {
        Certificates authority = new Certificates();
        try (Etcd secure = Etcd.stopped(EtcdPorts.free()).with("--bcrypt-cost=4")) {
            String endpoint = secure.serveTls(authority.sign("127.0.0.1"));
            secure.restart();
            try (EtcdAuth auth = new EtcdAuth(secure.endpoint()).addUser("writer", "secret", "/mine");
                    EtcdView root = EtcdView.of(secure.endpoint())) {
                auth.enable();
                root.as("root", "root");
                Map<String, String> config = config(
                        endpoint,
                        "enabled",
                        "false",
                        "tls.ca",
                        authority.pem(),
                        "user",
                        "writer",
                        "password",
                        "secret");
                try (Application shop = Application.start(config, Writer.class)) {
                    shop.select(Writer.class).put("/mine");
                    assertThat(root.get("/mine").orElseThrow().value()).isEqualTo("mine");
                }
            }
        }
    }

    @Test
    void isMadeWhenItIsFirstUsed() {
        Map<String, String> config = config("https://127.0.0.1:1", "enabled", "false", "tls.ca", "/no/such.pem");
        try (Application shop = Application.start(config, Writer.class)) {
            Writer writer = shop.select(Writer.class);
            assertThatThrownBy(() -> writer.put("/mine"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("TLS_SETTINGS");
        }
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Other {}

    /** The application's own, which does nothing. */
    private static Client own() {
        return (Client) Proxy.newProxyInstance(
                JetcdClientTest.class.getClassLoader(), new Class<?>[] {Client.class}, (proxy, method, args) -> null);
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        Client client() {
            return own();
        }
    }

    @ApplicationScoped
    static class OtherProducer {
        @Produces
        @Other
        Client other = own();
    }

    @Test
    void isNotThereWhereTheApplicationProducesOne() {
        Map<String, String> config = config(etcd.endpoint(), "enabled", "false");
        try (Application shop = Application.start(config, Producer.class)) {
            assertThat(shop.select(Client.class).getKVClient()).isNull();
        }
        try (Application shop = Application.start(config, OtherProducer.class)) {
            assertThat(shop.select(Client.class).getKVClient()).isNotNull();
        }
    }
}
