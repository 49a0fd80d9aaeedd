package io.github.etcdregistrar.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.internal.discovery.FakeKeyspace.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances come and go and etcd fails at random; at every instant the list is compared with etcd's history. */
class DiscoveryFuzzTest {

    private static final Duration STEP = Duration.ofMillis(20);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theListIsAlwaysWhatEtcdSaidAndTrueSoonAfterEachFault(long seed) {
        new Run(seed).play();
    }

    private static final class Run extends DiscoveryFixture {

        private final Random random;
        private final long seed;
        private long upSince = clock.nanos();
        private long quietSince = clock.nanos();
        private long awaySince;
        private boolean knownWhenAway;
        private int proofsOfTruth;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void play() {
            put("h0", "h1", "h2");
            etcd.backUp();
            run(Duration.ofSeconds(1));
            for (int i = 0; i < 3000; i++) {
                act();
                run(STEP.multipliedBy(random.nextInt(10)), this::look);
            }
            heal();
            run(GRACE.plusSeconds(5), this::look);
            assertThat(hosts()).as("seed %s: in the end", seed).containsExactlyElementsOf(hostsInEtcd());
            assertThat(proofsOfTruth).as("seed %s: comparisons", seed).isGreaterThan(1000);
        }

        private void act() {
            int dice = random.nextInt(100);
            if (etcd.mode() != Mode.UP) {
                actWhileAway(dice);
            } else if (dice < 2) {
                goAway(random.nextBoolean() ? Mode.REFUSING : Mode.SILENT);
            } else if (dice < 4) {
                etcd.compact();
            } else if (dice < 6) {
                etcd.endWatches();
                fault();
            } else if (dice < 8) {
                etcd.watchesSilent = true;
                upSince = Long.MAX_VALUE;
            } else if (dice < 9) {
                etcd.becomeAnotherCluster();
                changed();
                fault();
            } else if (dice < 12) {
                etcd.putElsewhere();
            } else if (dice < 30) {
                change();
            }
            if (etcd.watchesSilent && dice > 90) {
                etcd.watchesSilent = false;
                upSince = clock.nanos();
            }
        }

        private void actWhileAway(int dice) {
            if (dice < 10) {
                change();
            } else if (dice < 12) {
                etcd.wipe();
                changed();
            } else if (dice < 14) {
                etcd.restore();
                changed();
            } else if (dice < 16) {
                etcd.compact();
            } else if (dice < 30) {
                heal();
            }
        }

        private void fault() {
            upSince = etcd.watchesSilent ? Long.MAX_VALUE : clock.nanos();
        }

        private void change() {
            String host = "h" + random.nextInt(6);
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> put(host);
                case 3, 4 -> delete(host);
                default -> etcd.delete(etcd.entries().keySet().toArray(String[]::new));
            }
            changed();
        }

        private void changed() {
            quietSince = clock.nanos();
            etcd.backUp();
        }

        private void goAway(Mode mode) {
            etcd.mode(mode);
            awaySince = clock.nanos();
            knownWhenAway = false;
        }

        private void heal() {
            etcd.mode(Mode.UP);
            etcd.watchesSilent = false;
            upSince = clock.nanos();
        }

        private void look() {
            List<ServiceInstance> list = orders.list();
            assertThat(list)
                    .extracting(ServiceInstance::host)
                    .as("seed %s: never one that never was, none twice", seed)
                    .isSubsetOf(etcd.everything)
                    .doesNotHaveDuplicates();
            long now = clock.nanos();
            if (etcd.mode() != Mode.UP) {
                long away = now - awaySince;
                // What etcd has said before it went may still have to be published.
                if (away > DiscoveryTiming.BETWEEN_SNAPSHOTS.toNanos() + STEP.toNanos()) {
                    assertThat(list.isEmpty() && knownWhenAway)
                            .as("seed %s: empty while etcd is away", seed)
                            .isFalse();
                    knownWhenAway |= !list.isEmpty();
                }
                if (away > REQUEST_TIMEOUT.multipliedBy(2).toNanos()) {
                    assertThat(orders.staleSince())
                            .as("seed %s: stale while away", seed)
                            .isPresent();
                }
            } else if (upSince != Long.MAX_VALUE
                    && now - upSince > Duration.ofMillis(2100).toNanos()
                    && now - quietSince > Duration.ofMillis(150).toNanos()) {
                assertThat(new TreeSet<>(list.stream()
                                .filter(instance -> !instance.suspect())
                                .map(ServiceInstance::host)
                                .toList()))
                        .as("seed %s: true after healing", seed)
                        .containsExactlyElementsOf(hostsInEtcd());
                proofsOfTruth++;
            }
        }
    }
}
