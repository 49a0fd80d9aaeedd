package io.github.etcdregistrar.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.LoadBalancer;
import io.github.etcdregistrar.ServiceInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which instance is next. */
class ChoiceTest extends DiscoveryFixture {

    private static Map<String, Long> counts(int turns, Snapshot snapshot) {
        return IntStream.range(0, turns)
                .mapToObj(turn -> snapshot.choose(turn, null).host())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static ServiceInstance weighing(String host, int weight) {
        return instance(host, host, Optional.empty(), OptionalInt.of(weight));
    }

    private static ServiceInstance in(String zone, String host) {
        return instance(host, host, Optional.of(zone), OptionalInt.empty());
    }

    @Test
    void eachHasItsTurn() {
        Snapshot snapshot =
                new Snapshot(List.of(weighing("a", 7), weighing("b", 7), weighing("c", 7)), Optional.empty());
        assertThat(counts(300, snapshot)).isEqualTo(Map.of("a", 100L, "b", 100L, "c", 100L));
        assertThat(counts(3, snapshot)).hasSize(3);
    }

    @Test
    void eachHasAsManyTurnsAsItWeighsAndNotAllOfThemAtOnce() {
        Snapshot snapshot =
                new Snapshot(List.of(weighing("a", 1), weighing("b", 65535), weighing("c", 3)), Optional.empty());
        assertThat(counts(65539, snapshot)).isEqualTo(Map.of("a", 1L, "b", 65535L, "c", 3L));
        Snapshot uneven = new Snapshot(List.of(weighing("a", 2), weighing("b", 4)), Optional.empty());
        String turns = IntStream.range(0, 12)
                .mapToObj(turn -> uneven.choose(turn, null).host())
                .collect(Collectors.joining());
        assertThat(counts(6, uneven)).isEqualTo(Map.of("a", 2L, "b", 4L));
        assertThat(turns).doesNotContain("bbbbb");
    }

    @Test
    void aCounterThatOverflowsIsNoProblem() {
        Snapshot snapshot = new Snapshot(List.of(weighing("a", 1), weighing("b", 2)), Optional.empty());
        assertThat(snapshot.choose(Integer.MIN_VALUE, null)).isNotNull();
        assertThat(snapshot.choose(-1, null)).isNotNull();
    }

    @Test
    void theOwnZoneComesFirst() {
        Snapshot snapshot = new Snapshot(List.of(in("a", "1"), in("b", "2"), in("b", "3")), Optional.of("b"));
        assertThat(counts(100, snapshot)).containsOnlyKeys("2", "3");
        assertThat(counts(100, new Snapshot(List.of(in("a", "1")), Optional.of("b"))))
                .containsOnlyKeys("1");
        assertThat(snapshot.choose(0, instance -> !instance.host().equals("1")).host())
                .isEqualTo("1");
    }

    @Test
    void aSuspectOneIsChosenOnlyIfThereIsNoOther() {
        put("a", "b");
        runMillis(100);
        etcd.wipe();
        put("b");
        runMillis(1000);
        assertThat(hosts()).containsExactly("b", "a?");
        for (int i = 0; i < 10; i++) {
            assertThat(orders.require().host()).isEqualTo("b");
        }
    }

    @Test
    void oneThatRefusedIsPassedOverForAWhileAsLongAsThereIsAnother() {
        put("a", "b");
        runMillis(100);
        orders.refused(orders.list().get(0));
        assertThat(chosen(10)).containsOnly("b");
        orders.refused(orders.list().get(1));
        assertThat(chosen(10)).contains("a", "b");

        runMillis(3100);
        orders.refused(orders.list().get(1));
        assertThat(chosen(10)).containsOnly("a");
        runMillis(3100);
        assertThat(chosen(10)).contains("a", "b");
    }

    private List<String> chosen(int times) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            chosen.add(orders.require().host());
        }
        return chosen;
    }

    @Test
    void anotherStrategyGetsTheCandidates() {
        List<List<ServiceInstance>> asked = new ArrayList<>();
        LoadBalancer last = (service, candidates) -> {
            asked.add(candidates);
            return candidates.get(candidates.size() - 1);
        };
        InstanceList balanced = discovery.add(query(Optional.empty()), Optional.of(last));
        assertThat(balanced.choose()).isEmpty();
        put("a", "b");
        runMillis(100);
        assertThat(balanced.require().host()).isEqualTo("b");
        balanced.refused(balanced.list().get(1));
        assertThat(balanced.require().host()).isEqualTo("a");
        assertThat(asked).extracting(List::size).containsExactly(2, 1);
    }

    @Test
    void waitsForTheFirstOne() throws InterruptedException {
        List<ServiceInstance> found = new ArrayList<>();
        Thread waiting = new Thread(() -> found.add(orders.await(Duration.ofHours(1))));
        waiting.start();
        put("a");
        runMillis(100);
        waiting.join();
        assertThat(found).extracting(ServiceInstance::host).containsExactly("a");
    }
}
