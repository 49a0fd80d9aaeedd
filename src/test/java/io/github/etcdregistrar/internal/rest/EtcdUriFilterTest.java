package io.github.etcdregistrar.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.NoInstanceException;
import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.ServiceInstances;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;
import org.junit.jupiter.api.Test;

class EtcdUriFilterTest {

    private final Instances orders = new Instances();
    private final EtcdUriFilter filter = new EtcdUriFilter(service -> {
        assertThat(service).isEqualTo("orders");
        return orders;
    });

    /** Round robin over what a test has put. */
    private static final class Instances implements ServiceInstances {

        private final List<ServiceInstance> all = new ArrayList<>();
        private final List<ServiceInstance> refused = new ArrayList<>();
        private int turn;

        void add(String scheme, String host, int port) {
            Attributes none =
                    new Attributes(Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of(), Map.of());
            all.add(new ServiceInstance("orders", "" + port, scheme, host, port, none, false));
        }

        @Override
        public String name() {
            return "orders";
        }

        @Override
        public List<ServiceInstance> list() {
            return all;
        }

        @Override
        public Optional<ServiceInstance> choose() {
            return all.stream()
                    .filter(each -> !refused.contains(each))
                    .skip(turn++ % Math.max(1, all.size() - refused.size()))
                    .findFirst();
        }

        @Override
        public ServiceInstance require() {
            return choose().orElseThrow(() -> new NoInstanceException("none"));
        }

        @Override
        public ServiceInstance await(Duration timeout) {
            return require();
        }

        @Override
        public void refused(ServiceInstance instance) {
            refused.add(instance);
        }

        @Override
        public Optional<Instant> staleSince() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> lastProof() {
            return Optional.empty();
        }
    }

    /** A request that has a URI and properties. */
    private static final class Request {

        private URI uri;
        private final Map<String, Object> properties = new HashMap<>();
        private final ClientRequestContext context = (ClientRequestContext) Proxy.newProxyInstance(
                Request.class.getClassLoader(), new Class<?>[] {ClientRequestContext.class}, (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "getUri" -> {
                            return uri;
                        }
                        case "setUri" -> uri = (URI) args[0];
                        case "setProperty" -> properties.put((String) args[0], args[1]);
                        case "getProperty" -> {
                            return properties.get((String) args[0]);
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });

        Request(String uri) {
            this.uri = URI.create(uri);
        }
    }

    private Request send(String uri) {
        Request request = new Request(uri);
        filter.filter(request.context);
        return request;
    }

    private void answer(Request request) {
        filter.filter(request.context, (ClientResponseContext) null);
    }

    @Test
    void eachRequestGoesToAnotherInstanceWithItsPathAndQuery() {
        orders.add("http", "10.0.0.5", 8080);
        orders.add("https", "fd00::5", 8443);
        Request first = send("etcd://orders/api/a%2Fb?x=%20y");
        assertThat(first.uri).hasToString("http://10.0.0.5:8080/api/a%2Fb?x=%20y");
        answer(first);
        assertThat(send("etcd://orders/api").uri).hasToString("https://[fd00::5]:8443/api");
        assertThat(send("ETCD://orders").uri).hasToString("http://10.0.0.5:8080");
    }

    @Test
    void aServiceIsAlsoAHostOfOurs() {
        orders.add("https", "10.0.0.5", 8443);
        assertThat(send("http://orders.etcd/api?x=y").uri).hasToString("https://10.0.0.5:8443/api?x=y");
    }

    @Test
    void otherUrisAreLeftAlone() {
        assertThat(send("http://orders/api").uri).hasToString("http://orders/api");
        assertThat(send("http://orders.etcd.example/api").uri).hasToString("http://orders.etcd.example/api");
        answer(send("http://orders/api"));
    }

    @Test
    void saysThatNoneIsKnown() {
        assertThatThrownBy(() -> send("etcd://orders/api")).isInstanceOf(NoInstanceException.class);
    }

    @Test
    void oneThatOwesAnAnswerAndRefusesIsPassedOver() throws IOException {
        int dead;
        try (ServerSocket alive = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                dead = gone.getLocalPort();
            }
            orders.add("http", "127.0.0.1", dead);
            orders.add("http", "127.0.0.1", alive.getLocalPort());
            send("etcd://orders/"); // To the dead one, and nothing comes back.
            await().until(() -> {
                send("etcd://orders/");
                return !orders.refused.isEmpty();
            });
            assertThat(orders.refused).extracting(ServiceInstance::port).containsOnly(dead);
            assertThat(send("etcd://orders/").uri.getPort()).isEqualTo(alive.getLocalPort());
        }
    }

    /** Even if its turn comes before the instance has owed the answer for long. */
    @Test
    void aRepeatedRequestDoesNotGoToTheOneThatRefusedTheFirst() throws IOException {
        try (ServerSocket alive = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            int dead;
            try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                dead = gone.getLocalPort();
            }
            orders.add("http", "127.0.0.1", dead);
            orders.add("http", "127.0.0.1", alive.getLocalPort());
            assertThat(send("etcd://orders/").uri.getPort()).isEqualTo(dead);
            orders.turn = 0; // Another thread has taken the other one's turn.
            assertThat(send("etcd://orders/").uri.getPort()).isEqualTo(alive.getLocalPort());
            assertThat(orders.refused).extracting(ServiceInstance::port).containsOnly(dead);
        }
    }

    @Test
    void oneThatHasAnsweredIsNotAsked() {
        orders.add("http", "127.0.0.1", 1);
        orders.add("http", "127.0.0.1", 2);
        for (int i = 0; i < 10; i++) {
            answer(send("etcd://orders/"));
        }
        assertThat(orders.refused).isEmpty();
    }

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(RestClientBuilderListener.class))
                .hasAtLeastOneElementOfType(EtcdUriListener.class);
    }
}
