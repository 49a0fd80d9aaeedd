package io.github.etcdregistrar.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.NoInstanceException;
import io.github.etcdregistrar.ServiceInstance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The list in good and in bad times. */
class ServiceDiscoveryTest extends DiscoveryFixture {

    @Test
    void followsWhatComesAndGoes() {
        put("a", "b");
        runMillis(10);
        assertThat(hosts()).containsExactly("a", "b");
        runMillis(100);

        put("c");
        delete("a");
        runMillis(20);

        assertThat(hosts()).containsExactly("b", "c");
        assertThat(etcd.lists).isEqualTo(1);
        InstancesChanged last = events.get(events.size() - 1);
        assertThat(last.came()).extracting(ServiceInstance::host).containsExactly("c");
        assertThat(last.went()).extracting(ServiceInstance::host).containsExactly("a");
    }

    @Test
    void neverAsksForTheListAgainWhileTheWatchIsProven() {
        put("a");
        run(Duration.ofMinutes(1));
        etcd.putElsewhere();
        run(Duration.ofMinutes(1));

        assertThat(etcd.lists).isEqualTo(1);
        assertThat(etcd.proofs).isBetween(110, 121);
        assertThat(etcd.progressRequests).isEqualTo(1);
        assertThat(orders.staleSince()).isEmpty();
    }

    @Test
    void sleepsUntilTheNextProofIsDue() {
        Duration timeout = Duration.ofSeconds(4);
        ServiceDiscovery slow = new ServiceDiscovery(
                () -> etcd, new DiscoveryTiming(timeout, GRACE), clock.timeAndRandom(), events::add, () -> {});
        slow.add(query(Optional.empty()), Optional.empty());
        assertThat(slow.step()).isZero();
        // To ask takes a millisecond.
        assertThat(slow.step()).isEqualTo(timeout.minusMillis(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(slow.step()).isEqualTo(timeout.minusMillis(1001));
    }

    @Test
    void missesNothingBetweenListAndWatch() {
        put("a");
        etcd.afterNextList = () -> put("b");
        runMillis(100);

        assertThat(hosts()).containsExactly("a", "b");
        assertThat(events.stream().flatMap(event -> event.came().stream()).map(ServiceInstance::host))
                .containsExactly("a", "b");
    }

    @Test
    void keepsTheListWhileEtcdIsAwayAndMarksItStale() {
        put("a", "b");
        runMillis(3000);
        etcd.mode(FakeKeyspace.Mode.REFUSING);
        runMillis(100);
        assertThat(orders.staleSince()).isEmpty();

        run(Duration.ofMinutes(10), () -> assertThat(hosts()).containsExactly("a", "b"));

        assertThat(orders.staleSince()).isEqualTo(orders.lastProof()).isPresent();
        assertThat(orders.age().orElseThrow()).isGreaterThan(Duration.ofMinutes(9));
        assertThat(orders.problem().orElseThrow().toString()).contains("CONNECTION_REFUSED");
    }

    @Test
    void isStaleWithinTwoRequestTimeoutsOfTheLastProof() {
        put("a");
        runMillis(5300);
        etcd.mode(FakeKeyspace.Mode.SILENT);
        run(Duration.ofSeconds(5), () -> assertThat(orders.staleSince().isPresent())
                .isEqualTo(orders.age().orElseThrow().compareTo(REQUEST_TIMEOUT.multipliedBy(2)) > 0));
        assertThat(orders.staleSince()).isPresent();
    }

    @Test
    void isTrueAgainSoonAfterAnOutageAndWhatExpiredIsGone() {
        put("a", "b");
        runMillis(100);
        etcd.mode(FakeKeyspace.Mode.SILENT);
        run(Duration.ofMinutes(2));
        delete("b");
        put("c");
        etcd.mode(FakeKeyspace.Mode.UP);
        runMillis(2000);

        assertThat(hosts()).containsExactly("a", "c");
        assertThat(orders.staleSince()).isEmpty();
    }

    @Test
    void asksWithPausesWhileEtcdIsAway() {
        etcd.mode(FakeKeyspace.Mode.REFUSING);
        run(Duration.ofMinutes(1));
        assertThat(etcd.lists).isBetween(60, 120);
    }

    @Test
    void asksWithPausesWhenTheWatchEndsAgainAndAgain() {
        put("a");
        run(Duration.ofMinutes(1), etcd::endWatches);
        assertThat(etcd.lists).isBetween(60, 125);
        assertThat(hosts()).containsExactly("a");
    }

    @Test
    void keepsWhatAWipedEtcdLostUntilTheGraceIsOver() {
        put("a", "b", "c");
        runMillis(100);
        etcd.mode(FakeKeyspace.Mode.REFUSING);
        run(Duration.ofSeconds(30));
        etcd.wipe();
        put("b");
        etcd.mode(FakeKeyspace.Mode.UP);
        runMillis(2000);
        assertThat(hosts()).containsExactly("b", "a?", "c?");

        put("a");
        runMillis(100);
        assertThat(hosts()).containsExactly("a", "b", "c?");
        run(GRACE.minusSeconds(4));
        assertThat(hosts()).containsExactly("a", "b", "c?");
        run(Duration.ofSeconds(5));
        assertThat(hosts()).containsExactly("a", "b");
    }

    @Test
    void noticesThatTheRevisionWentBackwardsAndCameUpAgain() {
        put("a", "b", "c");
        runMillis(100);
        etcd.mode(FakeKeyspace.Mode.REFUSING);
        run(Duration.ofSeconds(5));
        etcd.wipe();
        put("b");
        for (int i = 0; i < 10; i++) {
            etcd.putElsewhere();
        }
        etcd.mode(FakeKeyspace.Mode.UP);
        runMillis(2000);

        assertThat(hosts()).containsExactly("b", "a?", "c?");
    }

    @Test
    void noticesThatNotOneEntryIsLeftAsItWas() {
        put("a", "b", "c");
        runMillis(100);
        etcd.mode(FakeKeyspace.Mode.REFUSING);
        run(Duration.ofSeconds(5));
        etcd.wipe();
        for (int i = 0; i < 10; i++) {
            etcd.putElsewhere();
        }
        put("b");
        etcd.mode(FakeKeyspace.Mode.UP);
        runMillis(2000);

        assertThat(hosts()).containsExactly("b", "a?", "c?");
    }

    @Test
    void noticesThatAnOlderEntryIsAnotherOne() {
        put("a");
        etcd.backUp();
        put("b", "c");
        runMillis(100);
        etcd.mode(FakeKeyspace.Mode.REFUSING);
        run(Duration.ofSeconds(5));
        etcd.restore();
        put("c");
        for (int i = 0; i < 10; i++) {
            etcd.putElsewhere();
        }
        etcd.mode(FakeKeyspace.Mode.UP);
        runMillis(2000);

        assertThat(hosts()).containsExactly("a", "c", "b?");
    }

    @Test
    void listsAnewAtOnceWhenRevisionsGoBackwardsWhileTheWatchIsOpen() {
        put("a");
        etcd.backUp();
        put("b");
        runMillis(100);
        // Behind a proxy: the watch does not end.
        etcd.watchesSilent = true;
        etcd.restore();
        etcd.watchesSilent = false;
        runMillis(1500);

        assertThat(hosts()).containsExactly("a", "b?");
        run(GRACE.plusSeconds(2));
        assertThat(hosts()).containsExactly("a");
    }

    @Test
    void listsAnewWhenAnotherClusterAnswers() {
        put("a", "b");
        runMillis(100);
        etcd.becomeAnotherCluster();
        put("c");
        runMillis(1500);

        assertThat(hosts()).containsExactly("c", "a?", "b?");
    }

    @Test
    void theGraceDoesNotPassWhileEtcdIsAway() {
        put("a");
        runMillis(100);
        etcd.mode(FakeKeyspace.Mode.REFUSING);
        etcd.wipe();
        etcd.mode(FakeKeyspace.Mode.UP);
        runMillis(2000);
        etcd.mode(FakeKeyspace.Mode.REFUSING);
        run(Duration.ofMinutes(10), () -> assertThat(hosts()).containsExactly("a?"));
        etcd.mode(FakeKeyspace.Mode.UP);
        run(GRACE);
        assertThat(hosts()).isEmpty();
    }

    @Test
    void theLastOnesStayAsSuspectWhenAllGoInOneStep() {
        put("a", "b");
        runMillis(100);
        delete("a", "b");
        runMillis(100);
        assertThat(hosts()).containsExactly("a?", "b?");
        assertThat(orders.choose()).isPresent();

        run(GRACE.plusSeconds(2));

        assertThat(hosts()).isEmpty();
        assertThat(events.get(events.size() - 1).went()).hasSize(2);
        assertThat(events.get(events.size() - 1).instances()).isEmpty();
        assertThatThrownBy(orders::require)
                .isInstanceOf(NoInstanceException.class)
                .hasMessageMatching(
                        "No instance of orders is known since 2026-\\S+Z: etcd has none below /services/orders/");
    }

    @Test
    void aSuspectThatRegistersUnderAnotherKeyIsThereOnce() {
        etcd.put(PREFIX + "lease1", "a");
        etcd.put(PREFIX + "lease2", "b");
        runMillis(100);
        etcd.wipe();
        etcd.put(PREFIX + "lease3", "a");
        runMillis(1000);

        assertThat(hosts()).containsExactly("a", "b?");
    }

    @Test
    void listsAnewWhenTheWatchIsSilent() {
        put("a");
        runMillis(100);
        etcd.watchesSilent = true;
        put("b");
        runMillis(2200);

        assertThat(hosts()).containsExactly("a", "b");
        assertThat(etcd.lists).isEqualTo(2);
    }

    @Test
    void listsAnewWhenWhatTheWatchHasNotToldWasCompacted() {
        put("a", "c");
        runMillis(100);
        etcd.watchesSilent = true;
        put("b");
        delete("a");
        etcd.compact();
        etcd.watchesSilent = false;
        runMillis(1500);

        assertThat(hosts()).containsExactly("b", "c");
        assertThat(etcd.lists).isEqualTo(2);
    }

    @Test
    void listsAnewWhenTheRevisionToWatchFromWasCompacted() {
        put("a");
        etcd.afterNextList = () -> {
            put("b");
            etcd.compact();
        };
        runMillis(1500);

        assertThat(hosts()).containsExactly("a", "b");
        assertThat(etcd.watchers()).isEqualTo(1);
    }

    @Test
    void leavesOutWhatCannotBeRead() {
        put("a");
        etcd.put(PREFIX + "x", "unreadable");
        etcd.put(PREFIX + "y", "unreadable");
        runMillis(100);
        assertThat(hosts()).containsExactly("a");
        assertThat(orders.unreadable()).isEqualTo(2);

        etcd.put(PREFIX + "x", "x");
        delete("y");
        runMillis(100);

        assertThat(hosts()).containsExactly("a", "x");
        assertThat(orders.unreadable()).isZero();
    }

    @Test
    void publishesAtMostTwentySnapshotsASecond() {
        put("a");
        runMillis(1000);
        events.clear();
        for (int i = 0; i < 100; i++) {
            put("b" + i);
            runMillis(10);
        }
        runMillis(100);
        assertThat(events).hasSizeBetween(15, 22);
        assertThat(orders.list()).hasSize(101);
    }

    @Test
    void saysNothingWhenTheSameValueIsPutAgain() {
        put("a");
        runMillis(100);
        put("a");
        runMillis(100);
        assertThat(events).hasSize(1);
    }

    @Test
    void oneServiceThatMayNotBeReadHarmsNoOther() {
        put("a");
        runMillis(100);
        etcd.forbidden = "/other/";
        InstanceList other = discovery.add(
                new ServiceQuery("other", "/other/", (key, value) -> List.of(), Optional.empty()), Optional.empty());
        run(Duration.ofSeconds(10));

        assertThat(other.problem().orElseThrow().toString()).contains("PERMISSION_DENIED");
        assertThat(orders.problem()).isEmpty();
        assertThat(orders.staleSince()).isEmpty();
        assertThat(etcd.lists).isBetween(10, 22);
    }

    @Test
    void throwsASentenceWhenItIsClosed() {
        put("a");
        runMillis(100);
        discovery.close();
        assertThatThrownBy(orders::list)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has stopped");
        assertThatThrownBy(orders::choose).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> orders.await(Duration.ofSeconds(9))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(orders::staleSince).isInstanceOf(IllegalStateException.class);
        InstanceList late = discovery.add(query(Optional.empty()), Optional.empty());
        assertThatThrownBy(late::list).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysWhyNoneIsKnown() {
        etcd.mode(FakeKeyspace.Mode.REFUSING);
        runMillis(100);
        assertThatThrownBy(orders::require).hasMessageContaining("etcd has not answered yet: CONNECTION_REFUSED");
        etcd.mode(FakeKeyspace.Mode.UP);
        runMillis(2000);
        assertThatThrownBy(orders::require).hasMessageContaining("etcd has none below /services/orders/");
        etcd.mode(FakeKeyspace.Mode.REFUSING);
        runMillis(5000);
        assertThatThrownBy(orders::require)
                .hasMessageContaining("there was none when etcd last answered, at 2026-")
                .hasMessageContaining("CONNECTION_REFUSED");
    }
}
