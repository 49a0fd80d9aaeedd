package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Instance;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is registered follows what is configured, in Weld, on a real etcd. */
class RegistrarUpdateTest extends RegistrarOnEtcdTest {

    private final Map<String, String> configuration = new ConcurrentHashMap<>();

    @ApplicationScoped
    static class Mood implements RegistrationValue {
        private volatile String mood = "fine";

        void become(String newMood) {
            mood = newMood;
        }

        @Override
        public String valueOf(Instance instance) {
            return mood;
        }
    }

    @BeforeEach
    void configure() {
        configuration.putAll(Map.of("endpoints", etcd.endpoint(), "key", "/a", "metadata.team", "shop"));
    }

    @Test
    void aChangedSourceChangesTheValueInPlace() {
        try (Application application = Application.start(configuration)) {
            Entry before = awaitValue("/a", "\"metadata\":{\"team\":\"shop\"}");

            configuration.put("metadata.team", "stock");
            configuration.put("version", "2");
            Entry after = awaitValue("/a", "\"version\":\"2\"");

            assertThat(after.value()).contains("\"metadata\":{\"team\":\"stock\"}");
            assertThat(after.lease()).isEqualTo(before.lease());
            assertThat(after.createRevision()).isEqualTo(before.createRevision());
            assertThat(after.version()).isEqualTo(2);
            assertThat(application.registrar().isRegistered()).isTrue();
        }
    }

    @Test
    void aChangedKeyReplacesTheOldOne() {
        try (Application application = Application.start(configuration)) {
            Entry before = awaitValue("/a", "shop");
            configuration.put("key", "/b");
            assertThat(awaitValue("/b", "shop").lease()).isEqualTo(before.lease());
            assertThat(view.list("/")).hasSize(1);
            await().atMost(60, SECONDS)
                    .until(() -> application.registrar().status().keys().contains("/b"));
        }
    }

    @Test
    void oneThatIsNotRightChangesNothingAndIsSaid() {
        try (Application application = Application.start(configuration)) {
            awaitValue("/a", "shop");
            configuration.put("metadata.team", "stock");
            configuration.put("weight", "heavy");
            await().atMost(60, SECONDS).untilAsserted(() -> assertThat(
                            application.registrar().status().problem())
                    .hasValueSatisfying(problem -> {
                        assertThat(problem.code()).isEqualTo(ProblemCode.NOTHING_TO_REGISTER);
                        assertThat(problem.message()).startsWith("etcd.registrar.weight = heavy (from ");
                    }));
            assertThat(view.get("/a").orElseThrow().value()).contains("shop");
            // However it goes, what stands is looked after.
            view.delete("/a");
            awaitValue("/a", "shop");

            configuration.put("weight", "3");
            awaitValue("/a", "\"weight\":3");
            await().atMost(60, SECONDS)
                    .until(() -> application.registrar().status().problem().isEmpty());
        }
    }

    @Test
    void updatingAsksTheBeanAgain() {
        try (Application application = Application.start(configuration, Mood.class)) {
            Entry before = awaitValue("/a", "fine");
            application.select(Mood.class).become("busy");
            application.registrar().update();
            Entry after = awaitValue("/a", "busy");
            assertThat(after.createRevision()).isEqualTo(before.createRevision());
            assertThat(after.lease()).isEqualTo(before.lease());
        }
    }

    @Test
    void updatingAndStoppingLeavesNothing() {
        for (int i = 0; i < 10; i++) {
            try (Application application = Application.start(configuration, Mood.class)) {
                awaitValue("/a", "fine");
                application.select(Mood.class).become("busy");
                application.registrar().update();
                application.registrar().deregister();
            }
            assertThat(view.list("/")).isEmpty();
        }
    }

    private static Entry awaitValue(String key, String part) {
        return await().atMost(60, SECONDS)
                .until(
                        () -> view.list(key),
                        found -> found.size() == 1 && found.get(0).value().contains(part))
                .get(0);
    }
}
