package io.github.etcdregistrar.internal.registration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link EtcdClient} does, the fake one of the tests as well as the real one. */
public abstract class EtcdClientContract {

    protected static final Duration TIMEOUT = Duration.ofSeconds(5);
    static final Duration TTL = Duration.ofSeconds(60);
    static final long LEASE = 0x1234567890abcdL;
    static final long OTHER = 0x1234567890abceL;
    private static final Runnable IGNORE = () -> {};

    EtcdClient client;

    /** Opens a client on an etcd in which {@link #LEASE} and {@link #OTHER} do not exist, nor any key. */
    protected abstract EtcdClient open();

    /** Puts a key past the client. */
    protected abstract void putByHand(String key, String value);

    /** Makes every call fail from now on. */
    protected abstract void breakEtcd();

    @BeforeEach
    void openClient() {
        client = open();
    }

    @AfterEach
    void closeRegistry() {
        client.close();
    }

    @Test
    void preparingLeavesNothingAndCanBeRepeated() throws Exception {
        client.prepare();
        client.prepare();
        assertThatThrownBy(() -> client.renew(LEASE)).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void grantsTheTtlAskedForAndRenewsIt() throws Exception {
        assertThat(client.grant(LEASE, TTL)).isEqualTo(TTL);
        assertThat(client.renew(LEASE)).isEqualTo(TTL);
    }

    @Test
    void grantsAtLeastTwoSeconds() throws Exception {
        assertThat(client.grant(LEASE, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void grantsTheSameLeaseTwice() throws Exception {
        client.grant(LEASE, TTL);
        assertThat(client.grant(LEASE, TTL)).isEqualTo(TTL);
    }

    @Test
    void saysThatALeaseIsLost() throws Exception {
        assertThatThrownBy(() -> client.renew(LEASE))
                .isInstanceOf(LeaseLostException.class)
                .hasMessageContaining("1234567890abcd");
        assertThatThrownBy(() -> client.put(LEASE, Map.of("/a", "1"), Set.of(), Map.of()))
                .isInstanceOf(LeaseLostException.class);
        assertThat(client.read(this, Set.of("/a"), IGNORE)).isEmpty();
    }

    @Test
    void putsWhatIsAbsentAndReadsIt() throws Exception {
        client.grant(LEASE, TTL);
        Map<String, String> entries = Map.of("/a", "1", "/b", "zwei ü");

        assertThat(client.put(LEASE, entries, Set.of(), Map.of())).isTrue();

        Map<String, Entry> found = client.read(this, Set.of("/a", "/b", "/c"), IGNORE);
        assertThat(found).containsOnlyKeys("/a", "/b");
        assertThat(found.get("/b").value()).isEqualTo("zwei ü");
        assertThat(List.copyOf(found.values()))
                .allSatisfy(entry -> assertThat(entry.lease()).isEqualTo(LEASE))
                .allSatisfy(entry -> assertThat(entry.modRevision()).isEqualTo(entry.createRevision()));
    }

    @Test
    void putsNothingIfAnythingHasChanged() throws Exception {
        client.grant(LEASE, TTL);
        Map<String, Entry> absent = client.read(this, Set.of("/a", "/b"), IGNORE);
        putByHand("/b", "by hand");

        assertThat(client.put(LEASE, Map.of("/a", "1", "/b", "2"), Set.of(), absent))
                .isFalse();

        Map<String, Entry> found = client.read(this, Set.of("/a", "/b"), IGNORE);
        assertThat(found).containsOnlyKeys("/b");
        assertThat(client.put(LEASE, Map.of("/a", "1", "/b", "2"), Set.of(), found))
                .isTrue();
        Map<String, Entry> after = client.read(this, Set.of("/a", "/b"), IGNORE);
        assertThat(after.get("/b").createRevision()).isEqualTo(found.get("/b").createRevision());
        assertThat(after.get("/b").modRevision()).isGreaterThan(found.get("/b").modRevision());
    }

    @Test
    void deletesWhatIsObsoleteWithThePut() throws Exception {
        client.grant(LEASE, TTL);
        client.put(LEASE, Map.of("/a", "1"), Set.of(), Map.of());
        Map<String, Entry> found = client.read(this, Set.of("/a", "/b"), IGNORE);

        assertThat(client.put(LEASE, Map.of("/b", "2"), Set.of("/a"), found)).isTrue();

        assertThat(client.read(this, Set.of("/a", "/b"), IGNORE)).containsOnlyKeys("/b");
    }

    @Test
    void deletesNothingThatHasChanged() throws Exception {
        client.grant(LEASE, TTL);
        client.put(LEASE, Map.of("/a", "1"), Set.of(), Map.of());
        Map<String, Entry> found = client.read(this, Set.of("/a", "/b"), IGNORE);
        putByHand("/a", "by hand");

        assertThat(client.put(LEASE, Map.of("/b", "2"), Set.of("/a"), found)).isFalse();

        assertThat(client.read(this, Set.of("/a", "/b"), IGNORE)).containsOnlyKeys("/a");
    }

    @Test
    void revokingDeletesWhatIsUnderTheLeaseOnly() throws Exception {
        client.grant(LEASE, TTL);
        client.grant(OTHER, TTL);
        client.put(LEASE, Map.of("/a", "1"), Set.of(), Map.of());
        client.put(OTHER, Map.of("/b", "2"), Set.of(), Map.of());

        client.revoke(LEASE, TIMEOUT);
        client.revoke(LEASE, TIMEOUT);

        assertThat(client.read(this, Set.of("/a", "/b"), IGNORE)).containsOnlyKeys("/b");
    }

    @Test
    void tellsOfAChangeSinceTheReading() throws Exception {
        AtomicBoolean changed = new AtomicBoolean();
        client.read(this, Set.of("/a", "/b"), () -> changed.set(true));
        assertThat(changed).isFalse();

        putByHand("/c", "not watched");
        assertThat(changed).isFalse();
        putByHand("/b", "by hand");

        await().atMost(10, SECONDS).untilTrue(changed);
    }

    @Test
    void eachReaderHasAWatchOfItsOwn() throws Exception {
        AtomicBoolean mine = new AtomicBoolean();
        AtomicBoolean theirs = new AtomicBoolean();
        client.read("mine", Set.of("/a"), () -> mine.set(true));
        client.read("theirs", Set.of("/b"), () -> theirs.set(true));
        client.read("nobody's", Set.of("/c"), IGNORE);
        client.unwatch("nobody's");
        client.unwatch("unknown");

        putByHand("/a", "by hand");
        await().atMost(10, SECONDS).untilTrue(mine);
        assertThat(theirs).isFalse();
        putByHand("/b", "by hand");
        await().atMost(10, SECONDS).untilTrue(theirs);
    }

    @Test
    void deletesWithoutPutting() throws Exception {
        client.grant(LEASE, TTL);
        client.put(LEASE, Map.of("/a", "1", "/b", "2"), Set.of(), Map.of());
        Map<String, Entry> found = client.read(this, Set.of("/a", "/b"), IGNORE);

        assertThat(client.put(LEASE, Map.of(), Set.of("/a"), found)).isTrue();
        assertThat(client.read(this, Set.of("/a", "/b"), IGNORE)).containsOnlyKeys("/b");
        assertThat(client.put(LEASE, Map.of(), Set.of("/a"), found)).isFalse();
    }

    @Test
    void tellsThatItCannotTellAnyMore() throws Exception {
        AtomicBoolean changed = new AtomicBoolean();
        client.read(this, Set.of("/a"), () -> changed.set(true));

        breakEtcd();

        assertThatThrownBy(() -> client.renew(LEASE)).isInstanceOf(EtcdUnavailableException.class);
        await().atMost(10, SECONDS).untilTrue(changed);
        assertThatThrownBy(() -> client.grant(LEASE, TTL)).isInstanceOf(EtcdUnavailableException.class);
        assertThatThrownBy(() -> client.read(this, Set.of("/a"), IGNORE)).isInstanceOf(EtcdUnavailableException.class);
        assertThatThrownBy(() -> client.put(LEASE, Map.of("/a", "1"), Set.of(), Map.of()))
                .isInstanceOf(EtcdUnavailableException.class);
        assertThatThrownBy(() -> client.revoke(LEASE, TIMEOUT)).isInstanceOf(EtcdUnavailableException.class);
    }
}
