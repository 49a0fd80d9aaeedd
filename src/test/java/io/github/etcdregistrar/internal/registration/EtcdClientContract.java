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
    private static final Duration TTL = Duration.ofSeconds(60);
    private static final long LEASE = 0x1234567890abcdL;
    private static final long OTHER = 0x1234567890abceL;
    private static final Runnable IGNORE = () -> {};

    private EtcdClient registry;

    /** Opens a registry on an etcd in which {@link #LEASE} and {@link #OTHER} do not exist, nor any key. */
    protected abstract EtcdClient open();

    /** Puts a key past the registry. */
    protected abstract void putByHand(String key, String value);

    /** Makes every call fail from now on. */
    protected abstract void breakEtcd();

    @BeforeEach
    void openRegistry() {
        registry = open();
    }

    @AfterEach
    void closeRegistry() {
        registry.close();
    }

    @Test
    void preparingLeavesNothingAndCanBeRepeated() throws Exception {
        registry.prepare();
        registry.prepare();
        assertThatThrownBy(() -> registry.renew(LEASE)).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void grantsTheTtlAskedForAndRenewsIt() throws Exception {
        assertThat(registry.grant(LEASE, TTL)).isEqualTo(TTL);
        assertThat(registry.renew(LEASE)).isEqualTo(TTL);
    }

    @Test
    void grantsAtLeastTwoSeconds() throws Exception {
        assertThat(registry.grant(LEASE, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void grantsTheSameLeaseTwice() throws Exception {
        registry.grant(LEASE, TTL);
        assertThat(registry.grant(LEASE, TTL)).isEqualTo(TTL);
    }

    @Test
    void saysThatALeaseIsLost() throws Exception {
        assertThatThrownBy(() -> registry.renew(LEASE))
                .isInstanceOf(LeaseLostException.class)
                .hasMessageContaining("1234567890abcd");
        assertThatThrownBy(() -> registry.put(LEASE, Map.of("/a", "1"), Set.of(), Map.of()))
                .isInstanceOf(LeaseLostException.class);
        assertThat(registry.read(this, Set.of("/a"), IGNORE)).isEmpty();
    }

    @Test
    void putsWhatIsAbsentAndReadsIt() throws Exception {
        registry.grant(LEASE, TTL);
        Map<String, String> entries = Map.of("/a", "1", "/b", "zwei ü");

        assertThat(registry.put(LEASE, entries, Set.of(), Map.of())).isTrue();

        Map<String, Entry> found = registry.read(this, Set.of("/a", "/b", "/c"), IGNORE);
        assertThat(found).containsOnlyKeys("/a", "/b");
        assertThat(found.get("/b").value()).isEqualTo("zwei ü");
        assertThat(List.copyOf(found.values()))
                .allSatisfy(entry -> assertThat(entry.lease()).isEqualTo(LEASE))
                .allSatisfy(entry -> assertThat(entry.modRevision()).isEqualTo(entry.createRevision()));
    }

    @Test
    void putsNothingIfAnythingHasChanged() throws Exception {
        registry.grant(LEASE, TTL);
        Map<String, Entry> absent = registry.read(this, Set.of("/a", "/b"), IGNORE);
        putByHand("/b", "by hand");

        assertThat(registry.put(LEASE, Map.of("/a", "1", "/b", "2"), Set.of(), absent))
                .isFalse();

        Map<String, Entry> found = registry.read(this, Set.of("/a", "/b"), IGNORE);
        assertThat(found).containsOnlyKeys("/b");
        assertThat(registry.put(LEASE, Map.of("/a", "1", "/b", "2"), Set.of(), found))
                .isTrue();
        Map<String, Entry> after = registry.read(this, Set.of("/a", "/b"), IGNORE);
        assertThat(after.get("/b").createRevision()).isEqualTo(found.get("/b").createRevision());
        assertThat(after.get("/b").modRevision()).isGreaterThan(found.get("/b").modRevision());
    }

    @Test
    void deletesWhatIsObsoleteWithThePut() throws Exception {
        registry.grant(LEASE, TTL);
        registry.put(LEASE, Map.of("/a", "1"), Set.of(), Map.of());
        Map<String, Entry> found = registry.read(this, Set.of("/a", "/b"), IGNORE);

        assertThat(registry.put(LEASE, Map.of("/b", "2"), Set.of("/a"), found)).isTrue();

        assertThat(registry.read(this, Set.of("/a", "/b"), IGNORE)).containsOnlyKeys("/b");
    }

    @Test
    void deletesNothingThatHasChanged() throws Exception {
        registry.grant(LEASE, TTL);
        registry.put(LEASE, Map.of("/a", "1"), Set.of(), Map.of());
        Map<String, Entry> found = registry.read(this, Set.of("/a", "/b"), IGNORE);
        putByHand("/a", "by hand");

        assertThat(registry.put(LEASE, Map.of("/b", "2"), Set.of("/a"), found)).isFalse();

        assertThat(registry.read(this, Set.of("/a", "/b"), IGNORE)).containsOnlyKeys("/a");
    }

    @Test
    void revokingDeletesWhatIsUnderTheLeaseOnly() throws Exception {
        registry.grant(LEASE, TTL);
        registry.grant(OTHER, TTL);
        registry.put(LEASE, Map.of("/a", "1"), Set.of(), Map.of());
        registry.put(OTHER, Map.of("/b", "2"), Set.of(), Map.of());

        registry.revoke(LEASE, TIMEOUT);
        registry.revoke(LEASE, TIMEOUT);

        assertThat(registry.read(this, Set.of("/a", "/b"), IGNORE)).containsOnlyKeys("/b");
    }

    @Test
    void tellsOfAChangeSinceTheReading() throws Exception {
        AtomicBoolean changed = new AtomicBoolean();
        registry.read(this, Set.of("/a", "/b"), () -> changed.set(true));
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
        registry.read("mine", Set.of("/a"), () -> mine.set(true));
        registry.read("theirs", Set.of("/b"), () -> theirs.set(true));
        registry.read("nobody's", Set.of("/c"), IGNORE);
        registry.unwatch("nobody's");
        registry.unwatch("unknown");

        putByHand("/a", "by hand");
        await().atMost(10, SECONDS).untilTrue(mine);
        assertThat(theirs).isFalse();
        putByHand("/b", "by hand");
        await().atMost(10, SECONDS).untilTrue(theirs);
    }

    @Test
    void deletesWithoutPutting() throws Exception {
        registry.grant(LEASE, TTL);
        registry.put(LEASE, Map.of("/a", "1", "/b", "2"), Set.of(), Map.of());
        Map<String, Entry> found = registry.read(this, Set.of("/a", "/b"), IGNORE);

        assertThat(registry.put(LEASE, Map.of(), Set.of("/a"), found)).isTrue();
        assertThat(registry.read(this, Set.of("/a", "/b"), IGNORE)).containsOnlyKeys("/b");
        assertThat(registry.put(LEASE, Map.of(), Set.of("/a"), found)).isFalse();
    }

    @Test
    void tellsThatItCannotTellAnyMore() throws Exception {
        AtomicBoolean changed = new AtomicBoolean();
        registry.read(this, Set.of("/a"), () -> changed.set(true));

        breakEtcd();

        assertThatThrownBy(() -> registry.renew(LEASE)).isInstanceOf(EtcdUnavailableException.class);
        await().atMost(10, SECONDS).untilTrue(changed);
        assertThatThrownBy(() -> registry.grant(LEASE, TTL)).isInstanceOf(EtcdUnavailableException.class);
        assertThatThrownBy(() -> registry.read(this, Set.of("/a"), IGNORE))
                .isInstanceOf(EtcdUnavailableException.class);
        assertThatThrownBy(() -> registry.put(LEASE, Map.of("/a", "1"), Set.of(), Map.of()))
                .isInstanceOf(EtcdUnavailableException.class);
        assertThatThrownBy(() -> registry.revoke(LEASE, TIMEOUT)).isInstanceOf(EtcdUnavailableException.class);
    }
}
