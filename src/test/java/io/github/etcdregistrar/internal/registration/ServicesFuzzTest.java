package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Faults of etcd and calls of the application at random between the steps. Each seed is always the same play. */
class ServicesFuzzTest {

    private static final int SEEDS = 100;
    private static final int ACTS = 60;

    @Test
    void whateverHappensItIsTrueMeanwhileAndWellInTheEnd() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = new Play(seed);
            try {
                play.play();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + String.join(", ", play.acts), e);
            }
        }
    }

    private static final class Play extends ServicesFixture {

        private final List<String> acts = new ArrayList<>();
        private final List<ServiceRegistration> open = new ArrayList<>();
        private final List<ServiceRegistration> closed = new ArrayList<>();
        /** What the listener was told of the state before, and was not so. */
        private final List<String> untrue = new ArrayList<>();

        private final Random random;
        private int names;
        private boolean off = true;
        private boolean paused;
        private boolean gateClosed;

        Play(int seed) {
            random = new Random(seed);
        }

        void play() {
            for (int i = 0; i < ACTS; i++) {
                act();
                assertTrueMeanwhile();
                Duration time = Duration.ofMillis(random.nextInt(3000));
                acts.add(time.toMillis() + " ms");
                run(time);
                assertTrueMeanwhile();
            }
            etcd.mode(Mode.UP);
            registration.resume();
            registration.openGate();
            run(Duration.ofSeconds(20)); // Whoever else had a key is gone by then.
            registration.register();
            run(Duration.ofSeconds(20));
            assertWellInTheEnd();
            assertNothingAfterStop();
        }

        private void act() {
            switch (random.nextInt(16)) {
                case 0, 1 -> addOne();
                case 2 -> closeOne();
                case 3 -> {
                    act("register", registration::register);
                    off = false;
                }
                case 4 -> {
                    act("pause", () -> registration.pause(BUDGET));
                    paused = true;
                }
                case 5 -> {
                    act("resume", registration::resume);
                    paused = false;
                }
                case 6 -> {
                    act("close the gate", () -> registration.closeGate("db is DOWN", BUDGET));
                    gateClosed = true;
                }
                case 7 -> {
                    act("open the gate", registration::openGate);
                    gateClosed = false;
                }
                case 8 -> mode(Mode.values()[random.nextInt(Mode.values().length)]);
                case 9 -> mode(Mode.UP);
                case 10 ->
                    act("revoke", () -> etcd.revokeLease(registration.status().lease()));
                case 11 -> takeOne();
                case 12 -> {
                    String key = anyKey();
                    act("delete " + key, () -> etcd.delete(key));
                }
                case 13 -> act("restart etcd", etcd::restart);
                case 14 -> {
                    if (random.nextInt(4) == 0) {
                        act("deregister", () -> registration.deregister(BUDGET));
                        off = true;
                    }
                }
                default -> act("update", registration::update);
            }
        }

        private void act(String name, Runnable deed) {
            acts.add(name);
            deed.run();
        }

        private void addOne() {
            String name = "s" + names++;
            ConflictPolicy policy = ConflictPolicy.values()[random.nextInt(ConflictPolicy.values().length)];
            act("add " + name + " " + policy, () -> open.add(add(name, policy)));
        }

        private void closeOne() {
            if (!open.isEmpty()) {
                ServiceRegistration service = open.remove(random.nextInt(open.size()));
                closed.add(service);
                act("close " + service.name(), () -> service.close(BUDGET));
            }
        }

        private void takeOne() {
            String key = anyKey();
            act("somebody takes " + key, () -> {
                etcd.grantLease(SOMEBODY, Duration.ofSeconds(3));
                etcd.put(key, "theirs", SOMEBODY);
            });
        }

        private void mode(Mode mode) {
            boolean watchesTell = mode != Mode.UP && random.nextBoolean();
            act("etcd is " + mode + (watchesTell ? "" : ", unnoticed"), () -> etcd.mode(mode, watchesTell));
        }

        private String anyKey() {
            return "/s" + random.nextInt(names + 1);
        }

        @Override
        void told(String service, State previous, Status status) {
            if (previous != states.getOrDefault(service, State.OFF)) {
                untrue.add(service + " was " + states.get(service) + ", not " + previous);
            }
            super.told(service, previous, status);
        }

        private void assertTrueMeanwhile() {
            assertThat(untrue).isEmpty();
            assertThat(ourLeases()).hasSizeLessThanOrEqualTo(1);
            for (Status status : registration.services().values()) {
                assertThat(status.problem().map(Problem::code)).isNotEqualTo(ProblemCode.INTERNAL_ERROR);
                if (off || paused || gateClosed) {
                    assertThat(status.state()).matches(State::isAbsent, "absent");
                }
            }
        }

        private void assertWellInTheEnd() {
            long lease = registration.status().lease();
            for (ServiceRegistration service : closed) {
                assertThat(service.status().state()).as(service.name()).isEqualTo(State.STOPPED);
                assertThat(etcd.entries()).doesNotContainKey("/" + service.name());
            }
            for (ServiceRegistration service : open) {
                assertThat(service.status().state()).as(service.name()).isEqualTo(State.REGISTERED);
                assertThat(etcd.entries()).containsKey("/" + service.name());
                assertThat(etcd.entries().get("/" + service.name()).lease()).isEqualTo(lease);
            }
        }

        private void assertNothingAfterStop() {
            int before = etcd.history().size();
            registration.stop(BUDGET);
            assertThat(ourLeases()).isEmpty();
            run(Duration.ofSeconds(5));
            assertThat(etcd.history().stream().skip(before)).allMatch(change -> change.value() == null);
        }

        private List<Long> ourLeases() {
            return etcd.leases().stream().filter(id -> id != SOMEBODY).toList();
        }
    }
}
