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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** jetcd's own client, which an application injects. */
class JetcdClientTest extends RegistrarOnEtcdTest {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader loader = new URLClassLoader(new URL[0], before);

    /** As a server does it: by its class loader an application's threads are known. Those of a view of etcd have another. */
    private void inside(Runnable action) {
        Thread.currentThread().setContextClassLoader(loader);
        try {
            action.run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private void deployed(Map<String, String> config, Class<?> bean, Consumer<Application> use) {
        AtomicReference<Application> shop = new AtomicReference<>();
        inside(() -> shop.set(Application.start(config, bean)));
        try {
            use.accept(shop.get());
        } finally {
            inside(shop.get()::close);
        }
    }

    @AfterEach
    void leavesNoThread() throws Exception {
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

        /** Whether it was injected; does not use it. */
        boolean hasClient() {
            return client != null;
        }

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
        deployed(config(etcd.endpoint()), Writer.class, shop -> {
            await().atMost(30, SECONDS).until(() -> shop.registrar().isRegistered());
            inside(() -> shop.select(Writer.class).put("/mine"));
            assertThat(view.get("/mine").orElseThrow().lease())
                    .isEqualTo(shop.registrar().status().lease());
        });
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
                deployed(config, Writer.class, shop -> {
                    inside(() -> shop.select(Writer.class).put("/mine"));
                    assertThat(root.get("/mine").orElseThrow().value()).isEqualTo("mine");
                });
            }
        }
    }

    @Test
    void isMadeWhenItIsFirstUsed() {
        Map<String, String> config = config("https://127.0.0.1:1", "enabled", "false", "tls.ca", "/no/such.pem");
        deployed(config, Writer.class, shop -> {
            Writer writer = shop.select(Writer.class);
            assertThat(writer.hasClient()).isTrue();
            assertThatThrownBy(() -> inside(() -> writer.put("/mine")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("TLS_SETTINGS");
        });
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
        deployed(config, Producer.class, shop -> assertThat(
                        shop.select(Client.class).getKVClient())
                .isNull());
        deployed(
                config,
                OtherProducer.class,
                shop -> inside(() ->
                        assertThat(shop.select(Client.class).getKVClient()).isNotNull()));
    }
}
