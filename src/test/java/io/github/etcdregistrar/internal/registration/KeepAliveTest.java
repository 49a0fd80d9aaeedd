package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.State.LOST;
import static io.github.etcdregistrar.State.REGISTERED;
import static io.github.etcdregistrar.State.REGISTERING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The renewals that the client makes between two passes. */
class KeepAliveTest extends RegistrationFixture {

    private final List<ProblemCode> failures = new ArrayList<>();
    private int renewals;

    @Test
    void everyRenewalCounts() {
        listened();
        run(Duration.ofMinutes(1));
        assertThat(renewals).isBetween(44, 51); // The next pass tells the last ones.
        assertThat(failures).isEmpty();
    }

    @Test
    void whileNoPassComesTheyEnd() {
        run(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(8)); // after 2.5 s at most the last one
        assertThat(registration.status().state()).isEqualTo(LOST);
        assertThat(etcd.entries()).isEmpty();
    }

    @Test
    void aPassIsInTimeIfTheClientRenewsNothing() {
        etcd.renewsByItself(false);
        run(Duration.ofMinutes(10));
        assertThat(states).containsExactly(REGISTERING, REGISTERED);
    }

    @Test
    void anAnswerThatIsMissedIsAFailureAndTheNextAttemptFollowsAtOnce() {
        listened();
        run(Duration.ofSeconds(10));
        long lease = registration.status().lease();
        etcd.calls.clear();
        etcd.mode(Mode.SILENT, false);
        run(Duration.ofMillis(1300)); // a renewal is sent

        assertThat(etcd.calls).hasSize(1);
        long sent = etcd.calls.get(0);
        etcd.mode(Mode.UP, false);
        run(Duration.ofMillis(1300)); // its answer is missed after a second

        assertThat(failures).containsExactly(ProblemCode.TIMEOUT);
        assertThat(Duration.ofNanos(etcd.calls.get(1) - sent)).isBetween(TIMEOUT, TIMEOUT.plusMillis(260));
        assertThat(registration.status().lease()).isEqualTo(lease);
    }

    @Test
    void aLostLeaseIsNoticedByTheNextRenewal() {
        run(Duration.ofSeconds(10));
        etcd.unwatchAll();
        etcd.wipe();

        run(Duration.ofSeconds(2));

        assertRegistered();
        assertThat(states).containsExactly(REGISTERING, REGISTERED, LOST, REGISTERED);
    }

    @Test
    void theyEndWithTheRegistration() {
        run(Duration.ofSeconds(10));
        registration.stop(BUDGET);
        etcd.calls.clear();
        int wakeUps = clock.wakeUps();

        clock.advance(Duration.ofMinutes(1));

        assertThat(etcd.calls).isEmpty();
        assertThat(clock.wakeUps()).isEqualTo(wakeUps);
    }

    @Test
    void anUpdateAsksForTheEntriesAtOnce() {
        List<Long> asked = new ArrayList<>();
        registration.add(
                "b",
                new EntrySource() {
                    @Override
                    public Map<String, String> entries(long lease) {
                        return Map.of("/services/b/1", "b");
                    }

                    @Override
                    public boolean hasChanged() {
                        return asked.add(clock.nanos());
                    }
                },
                ConflictPolicy.WAIT);
        run(Duration.ofSeconds(10));
        asked.clear();

        registration.update();
        run(Duration.ofMillis(600));

        assertThat(asked).hasSize(1);
    }

    @Test
    void aRequestOutlastsAnAttemptThatWasNotDue() {
        Backoff backoff = new Backoff(Duration.ofSeconds(2), clock.timeAndRandom());
        backoff.started(clock.nanos(), true);
        backoff.succeeded(clock.nanos() + Duration.ofMinutes(1).toNanos());

        backoff.request();
        backoff.started(clock.nanos(), false);
        assertThat(backoff.delayUntilDue(clock.nanos(), false)).isEqualTo(Timing.RETRY_FLOOR);

        backoff.started(clock.nanos(), true);
        assertThat(backoff.delayUntilDue(clock.nanos(), false)).isGreaterThan(Duration.ofSeconds(50));
    }

    @Test
    void anUpdateIsNoReasonToAskAFailingEtcdMoreOften() {
        etcd.mode(Mode.REFUSING);
        run(Duration.ofMinutes(1));
        etcd.calls.clear();
        for (int i = 0; i < 600; i++) {
            registration.update();
            run(Duration.ofMillis(100));
        }
        int withUpdates = etcd.calls.size();
        etcd.calls.clear();
        run(Duration.ofMinutes(1));
        assertThat(withUpdates).isLessThan(etcd.calls.size() * 3 / 2);
    }

    private void listened() {
        registration = registration(
                new RegistrationListener() {
                    @Override
                    public void stateChanged(String service, State previous, Status status) {}

                    @Override
                    public void renewed() {
                        renewals++;
                    }

                    @Override
                    public void failed(ProblemCode kind) {
                        failures.add(kind);
                    }
                },
                TTL);
        registration.add("a", lease -> Map.of(KEY, "value"), ConflictPolicy.WAIT);
        registration.register();
    }
}
