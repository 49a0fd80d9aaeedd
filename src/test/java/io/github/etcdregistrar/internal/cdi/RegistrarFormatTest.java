package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several formats at once, in Weld and against a real etcd. */
class RegistrarFormatTest extends RegistrarOnEtcdTest {

    private static final String THIN = "/services/orders/10.0.0.5";
    private static final String GRPC = "orders/10.0.0.5:8080";
    private static final String COREDNS = "/skydns/local/skydns/orders/";

    @Test
    void allFormatsStandUnderOneLeaseSinceOneRevision() {
        try (Application application = start(Map.of("format", "plain, grpc,coredns"))) {
            List<Entry> entries = awaitRegistered(application, 3);

            assertThat(entries)
                    .extracting(Entry::lease)
                    .containsOnly(application.registrar().status().lease());
            assertThat(entries)
                    .extracting(Entry::createRevision)
                    .containsOnly(entries.get(0).createRevision());
            assertThat(application.registrar().status().keys())
                    .containsExactlyInAnyOrderElementsOf(
                            entries.stream().map(Entry::key).toList());
            assertThat(entries).extracting(Entry::key).contains(THIN, GRPC).anyMatch(key -> key.startsWith(COREDNS));
        }
    }

    @Test
    void oneThatIsDeletedComesBack() {
        try (Application application = start(Map.of("format", "plain,grpc,coredns"))) {
            List<Entry> before = awaitRegistered(application, 3);

            view.delete(GRPC);
            await().atMost(20, SECONDS).until(() -> view.get(GRPC).isPresent());

            assertThat(view.get(GRPC).orElseThrow().lease())
                    .isEqualTo(before.get(0).lease());
            awaitRegistered(application, 3);
        }
    }

    @Test
    void aKeyWithTheLeaseIsThatOfTheNewOneWhenALeaseIsLost() {
        try (Application application = start(Map.of("format", "go-zero,traefik"))) {
            Entry before = awaitRegistered(application, 2).get(0);
            assertThat(before.key()).isEqualTo("orders.rpc/" + before.lease());

            view.revoke(before.lease());
            await().atMost(20, SECONDS).until(() -> view.list("orders.rpc/").stream()
                    .anyMatch(entry ->
                            entry.lease() != before.lease() && entry.key().equals("orders.rpc/" + entry.lease())));
            assertThat(awaitRegistered(application, 2))
                    .extracting(Entry::lease)
                    .containsOnly(application.registrar().status().lease());
        }
    }

    @Test
    void twoFormatsInOneDirectoryAreRefused() {
        try (Application application = start(Map.of("format", "plain,dubbo"))) {
            await().atMost(20, SECONDS).untilAsserted(() -> assertThat(
                            application.registrar().status().problem())
                    .hasValueSatisfying(
                            problem -> assertThat(problem.message()).contains("would find another format's " + THIN)));
            assertThat(view.list("")).isEmpty();
        }
    }

    @Test
    void jsonIsTheDefaultValueWhateverIsConfigured() {
        try (Application application = start(Map.of("format", "json", "value", "text"))) {
            Entry entry = awaitRegistered(application, 1).get(0);
            assertThat(entry.key()).isEqualTo(THIN);
            assertThat(entry.value()).contains("\"name\":\"orders\"");
        }
    }

    @Test
    void whatIsMissingIsSaidAndNothingIsRegistered() {
        try (Application application = start(Map.of("format", "plain,grpc", "port", ""))) {
            await().atMost(20, SECONDS).untilAsserted(() -> assertThat(
                            application.registrar().status().problem())
                    .hasValue(new Problem(
                            ProblemCode.NOTHING_TO_REGISTER,
                            "the format grpc needs a port, and the server does not tell it: set etcd.registrar.port")));
            assertThat(view.list("")).isEmpty();
        }
    }

    private static Application start(Map<String, String> properties) {
        Map<String, String> all =
                new HashMap<>(Map.of("endpoints", etcd.endpoint(), "name", "orders", "ip", "10.0.0.5", "port", "8080"));
        all.put("key", "{prefix}/{ip}");
        all.putAll(properties);
        return Application.start(all);
    }

    private static List<Entry> awaitRegistered(Application application, int entries) {
        await().atMost(20, SECONDS).until(() -> application.registrar().isRegistered());
        assertThat(view.list("")).hasSize(entries);
        return view.list("");
    }
}
