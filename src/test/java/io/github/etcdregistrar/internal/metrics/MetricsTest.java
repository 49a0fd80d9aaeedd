package io.github.etcdregistrar.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.registration.FakeClock;
import io.github.etcdregistrar.testing.LogRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted, and what is not. */
class MetricsTest {

    static final Map<String, String> SHOP = Map.of("etcd.registrar.application", "shop");
    static final Map<String, String> ORDERS = with("etcd.registrar.service", "orders");

    private final FakeClock clock = new FakeClock();
    private final Map<String, Status> statuses =
            new HashMap<>(Map.of("orders", status(State.OFF, 0), "billing", status(State.OFF, 0)));
    private final FakeSink sink = new FakeSink();
    private final LogRecorder log = new LogRecorder("io.github.etcdregistrar", Level.INFO);
    private final Metrics metrics = shownBy(sink);

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void whatIsRegisteredIsAskedOfTheStatusWhenSomebodyLooks() {
        assertThat(sink.value(Measure.REGISTERED, ORDERS)).isZero();
        assertThat(sink.value(Measure.LEASE_REMAINING, SHOP)).isZero();

        become("orders", State.REGISTERED);
        assertThat(sink.value(Measure.REGISTERED, ORDERS)).isEqualTo(1);
        assertThat(sink.value(Measure.REGISTERED, with("etcd.registrar.service", "billing")))
                .isZero();
        assertThat(sink.value(Measure.LEASE_REMAINING, SHOP)).isEqualTo(4.5);

        statuses.clear();
        assertThat(sink.value(Measure.REGISTERED, ORDERS)).isZero();
    }

    @Test
    void aFailureIsCountedByItsKindWhichIsShownFromTheFirstOneOn() {
        for (ProblemCode kind : ProblemCode.values()) {
            assertThat(sink.has(Measure.FAILURES, with("error.type", kind.name().toLowerCase(Locale.ROOT))))
                    .isFalse();
        }
        Map<String, String> timeout = with("error.type", "timeout");
        metrics.failed(ProblemCode.TIMEOUT);
        metrics.failed(ProblemCode.TIMEOUT);
        metrics.failed(ProblemCode.NO_LEADER);
        assertThat(sink.value(Measure.FAILURES, timeout)).isEqualTo(2);
        assertThat(sink.value(Measure.FAILURES, with("error.type", "no_leader")))
                .isEqualTo(1);
    }

    @Test
    void afterTheEndNoSeriesBegins() {
        metrics.close();
        metrics.failed(ProblemCode.TIMEOUT);
        assertThat(sink.has(Measure.FAILURES, with("error.type", "timeout"))).isFalse();
    }

    @Test
    void aKindThatCannotBeShownIsSaidOnce() {
        FakeSink refusing = new FakeSink() {
            @Override
            public Runnable counter(Measure measure, Map<String, String> attributes) {
                if (measure == Measure.FAILURES) {
                    throw new IllegalArgumentException("other tags");
                }
                return super.counter(measure, attributes);
            }
        };
        Metrics shown = shownBy(refusing, sink);
        shown.failed(ProblemCode.TIMEOUT);
        shown.failed(ProblemCode.TIMEOUT);
        assertThat(sink.value(Measure.FAILURES, with("error.type", "timeout"))).isEqualTo(2);
        assertThat(log.messages()).singleElement().asString().endsWith("does not show timeout: other tags");
    }

    @Test
    void renewalsAreCounted() {
        metrics.renewed();
        metrics.renewed();
        assertThat(sink.value(Measure.LEASE_RENEWALS, SHOP)).isEqualTo(2);
    }

    @Test
    void aServiceThatWasLostAndIsBackHasRecovered() {
        become("orders", State.REGISTERED);
        become("billing", State.REGISTERED);
        become("orders", State.LOST);
        clock.advance(Duration.ofSeconds(3));
        become("billing", State.LOST);
        become("orders", State.REGISTERED);
        clock.advance(Duration.ofMillis(20));
        become("billing", State.REGISTERED);
        assertThat(sink.durations).containsExactly(Duration.ofSeconds(3), Duration.ofMillis(20));
        assertThat(sink.value(Measure.REREGISTRATIONS, ORDERS)).isEqualTo(1);
    }

    @Test
    void soHasOneWhoseKeyWasTakenMeanwhileOrAtOnce() {
        become("orders", State.REGISTERED);
        become("orders", State.LOST);
        clock.advance(Duration.ofSeconds(3));
        become("orders", State.CONFLICT);
        clock.advance(Duration.ofSeconds(4));
        become("orders", State.REGISTERED);
        become("orders", State.CONFLICT);
        clock.advance(Duration.ofSeconds(5));
        become("orders", State.REGISTERED);
        assertThat(sink.durations).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(5));
    }

    @Test
    void toBeRegisteredForTheFirstTimeOrOnPurposeIsNoRecovery() {
        become("orders", State.REGISTERING);
        become("orders", State.CONFLICT);
        become("orders", State.REGISTERED);
        become("orders", State.LOST);
        become("orders", State.OFF);
        become("orders", State.REGISTERING);
        become("orders", State.REGISTERED);
        assertThat(sink.durations).isEmpty();
        assertThat(sink.value(Measure.REREGISTRATIONS, ORDERS)).isZero();
    }

    @Test
    void aServiceThatWasNotThereAtTheStartHarmsNobody() {
        become("late", State.REGISTERED);
        become("late", State.LOST);
        become("late", State.REGISTERED);
        assertThat(sink.durations).isEmpty();
    }

    @Test
    void oneThatCannotShowThemLeavesNothingAndDoesNotHinderTheOther() {
        FakeSink refusing = new FakeSink() {
            @Override
            public Runnable counter(Measure measure, Map<String, String> attributes) {
                throw new IllegalArgumentException("other tags");
            }
        };
        FakeSink other = new FakeSink();
        shownBy(refusing, other).renewed();
        assertThat(refusing.closed).isTrue();
        assertThat(other.value(Measure.LEASE_RENEWALS, SHOP)).isEqualTo(1);
        assertThat(log.messages()).hasSize(1);
    }

    @Test
    void anApiOfAnotherVersionIsAsNone() {
        FakeSink older = new FakeSink() {
            @Override
            public Runnable counter(Measure measure, Map<String, String> attributes) {
                throw new NoSuchMethodError("counter");
            }
        };
        shownBy(older).renewed();
        assertThat(older.closed).isTrue();
        assertThat(log.messages()).isEmpty();
    }

    @Test
    void oneThatCannotBeClosedDoesNotKeepTheOtherOpen() {
        FakeSink stuck = new FakeSink() {
            @Override
            public void close() {
                throw new NoClassDefFoundError("zip file closed");
            }
        };
        FakeSink other = new FakeSink();
        shownBy(stuck, other).close();
        assertThat(other.closed).isTrue();
        assertThat(log.messages()).hasSize(1);
    }

    private Metrics shownBy(Sink... sinks) {
        return new Metrics(
                List.of(sinks), "shop", Set.copyOf(statuses.keySet()), () -> Map.copyOf(statuses), clock::nanos);
    }

    private void become(String service, State state) {
        Status status = status(state, 4500);
        Status previous = statuses.put(service, status);
        metrics.stateChanged(service, previous == null ? State.OFF : previous.state(), status);
    }

    static Status status(State state, long remainingMillis) {
        return new Status(
                state,
                Instant.EPOCH,
                Set.of(),
                1,
                Duration.ofMillis(remainingMillis),
                Optional.empty(),
                Optional.empty());
    }

    private static Map<String, String> with(String key, String value) {
        return new TreeMap<>(Map.of("etcd.registrar.application", "shop", key, value));
    }
}
