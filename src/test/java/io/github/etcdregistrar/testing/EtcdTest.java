package io.github.etcdregistrar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.EtcdView.Event;
import io.github.etcdregistrar.testing.EtcdView.Kind;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tools that other tests believe: an etcd to do harm to, and a view of what it holds. */
class EtcdTest {
    private Etcd etcd;
    private EtcdView view;

    @BeforeEach
    void start() {
        etcd = Etcd.start();
        view = EtcdView.of(etcd.endpoint());
    }

    @AfterEach
    void stop() {
        view.close();
        etcd.close();
        assertThat(etcd.isRunning()).isFalse();
    }

    @Test
    void aKeyIsSeenAsItWasPut() {
        long lease = view.grant(60);
        view.put("/a/1", "one", lease);
        view.put("/b/1", "other");

        assertThat(view.get("/a/1")).contains(new Entry("/a/1", "one", lease, 2, 2, 1));
        assertThat(view.get("/a/2")).isEmpty();
        assertThat(view.list("/a/")).extracting(Entry::key).containsExactly("/a/1");
        assertThat(view.list("")).extracting(Entry::key).containsExactly("/a/1", "/b/1");
    }

    @Test
    void aLeaseIsSeenUntilItIsRevoked() {
        long lease = view.grant(60);
        view.put("/a/1", "one", lease);

        assertThat(view.leases()).containsExactly(lease);
        assertThat(view.ttl(lease)).isBetween(55L, 60L);
        assertThat(view.grantedTtl(lease)).isEqualTo(60);
        assertThat(view.lease(lease).orElseThrow().keys()).containsExactly("/a/1");

        view.revoke(lease);
        assertThat(view.leases()).isEmpty();
        assertThat(view.ttl(lease)).isEqualTo(-1);
        assertThat(view.get("/a/1")).isEmpty();
    }

    @Test
    void theHistoryTellsEverythingInOrder() {
        assertThat(view.history("/a/")).isEmpty();
        view.put("/a/1", "one");
        view.put("/b/1", "other");
        view.put("/a/1", "two");
        view.delete("/a/1");
        view.put("/b/1", "last");

        assertThat(view.history("/a/"))
                .containsExactly(
                        new Event(Kind.PUT, new Entry("/a/1", "one", 0, 2, 2, 1), 2),
                        new Event(Kind.PUT, new Entry("/a/1", "two", 0, 2, 4, 2), 4),
                        new Event(Kind.DELETE, new Entry("/a/1", "two", 0, 2, 4, 2), 5));
    }

    @Test
    void aWatchOutlivesEtcdsAbsenceAndTheLossOfItsData() {
        List<Event> seen = new CopyOnWriteArrayList<>();
        EtcdWatch watch = view.watch("/a/", 1, seen::add);
        view.put("/a/1", "one");
        view.put("/a/1", "two");
        etcd.kill();
        etcd.restart();
        assertThat(view.get("/a/1").orElseThrow().value()).isEqualTo("two");
        view.put("/a/1", "three");
        await().until(() -> seen.size() == 3);

        etcd.stop();
        etcd.wipe();
        etcd.restart();
        assertThat(view.list("")).isEmpty();
        view.put("/a/1", "four");
        await().until(() -> seen.size() == 4);
        watch.close();

        view.put("/a/1", "unheard");
        assertThat(seen).extracting(event -> event.entry().value()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void frozenItAnswersNothingAndThawedItGoesOn() {
        etcd.freeze();
        assertThatThrownBy(() -> view.get("/a/1")).isInstanceOf(StatusRuntimeException.class);
        assertThat(etcd.isRunning()).isTrue();
        etcd.thaw();
        assertThat(view.get("/a/1")).isEmpty();
    }

    @Test
    void frozenItCanStillBeStopped() {
        etcd.freeze();
        etcd.stop();
        assertThat(etcd.isRunning()).isFalse();
    }

    /** Starts an etcd and ends without closing it, as the demo does. */
    static final class Forgetful {
        public static void main(String[] arguments) {
            System.out.println(Etcd.start().file("some", "data").getParent());
            System.exit(0);
        }
    }

    @Test
    void nothingIsLeftOfOneThatNobodyCloses() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Forgetful.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String directory = new String(process.getInputStream().readAllBytes()).trim();
        assertThat(process.waitFor()).isZero();
        assertThat(directory).startsWith(Path.of("target").toAbsolutePath().toString());
        assertThat(Files.exists(Path.of(directory))).isFalse();
    }
}
