package io.github.etcdregistrar.internal.registration;

import static io.github.etcdregistrar.State.LOST;
import static io.github.etcdregistrar.State.REGISTERED;
import static io.github.etcdregistrar.State.REGISTERING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registering and staying registered, through outages of etcd and changes by hand. */
class RegistrationTest extends RegistrationFixture {

    @Test
    void registersUnderALeaseAndRenewsIt() {
        run(Duration.ofMinutes(1));

        Entry entry = etcd.entries().get(KEY);
        assertThat(entry.value()).isEqualTo("value");
        assertThat(etcd.leases()).containsExactly(entry.lease());
        assertThat(states).containsExactly(REGISTERING, REGISTERED);
        Status status = registration.status();
        assertThat(status.isRegistered()).isTrue();
        assertThat(status.lease()).isEqualTo(entry.lease());
        assertThat(status.keys()).containsExactly(KEY);
        assertThat(status.remaining()).isBetween(Duration.ofSeconds(3), TTL);
        assertThat(status.problem()).isEmpty();
    }

    @Test
    void loadingTheClientMayTakeLong() {
        etcd.whilePreparing(() -> clock.advance(TTL.plusSeconds(1)));
        run(Duration.ofSeconds(10));

        assertRegistered();
        assertThat(states).containsExactly(REGISTERING, REGISTERED);
    }

    @Test
    void makesAtMostSixtyCallsAMinute() {
        run(Duration.ofMinutes(1));
        etcd.calls.clear();

        run(Duration.ofMinutes(10));

        assertThat(etcd.calls).hasSizeLessThanOrEqualTo(600);
    }

    @Test
    void aLongLeaseIsRenewedThreeTimesInItsTtl() {
        registration = registration(ConflictPolicy.WAIT, Duration.ofMinutes(1));
        registration.register();
        run(Duration.ofMinutes(1));
        etcd.calls.clear();

        run(Duration.ofMinutes(10));

        assertThat(etcd.calls).hasSizeBetween(29, 33);
    }

    @Test
    void usesTheTtlThatEtcdGrants() {
        registration = registration(ConflictPolicy.WAIT, Duration.ofSeconds(1));
        registration.register();
        run(Duration.ofMillis(300));

        assertThat(registration.status().remaining()).isGreaterThan(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REFUSING", "SILENT", "LOSING_ANSWERS"})
    void registersWithinTwoSecondsOfEtcdBeingThere(Mode mode) {
        etcd.mode(mode);
        run(Duration.ofMinutes(10));
        assertThat(registration.status().state()).isEqualTo(REGISTERING);
        assertThat(registration.status().problem()).isPresent();

        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(2));

        assertRegistered();
        assertThat(etcd.leases()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20, 90, 600})
    void anOutageOfAnyLengthWithTheDataKeptDoesNotShow(int seconds) {
        run(Duration.ofSeconds(10));
        Entry before = etcd.entries().get(KEY);

        etcd.mode(Mode.REFUSING);
        run(Duration.ofSeconds(seconds));
        etcd.restart();
        run(Duration.ofSeconds(2));

        assertRegistered();
        assertThat(etcd.entries().get(KEY)).isEqualTo(before);
        run(TTL.multipliedBy(3));
        assertThat(etcd.entries().get(KEY)).isEqualTo(before);
        assertThat(etcd.leases()).containsExactly(before.lease());
    }

    @Test
    void wipedDataAreRegisteredAnewWithOnePut() {
        run(Duration.ofSeconds(10));
        etcd.mode(Mode.REFUSING);
        run(Duration.ofSeconds(3));
        etcd.wipe();
        etcd.history().clear();
        etcd.mode(Mode.UP);

        run(Duration.ofSeconds(2));

        assertRegistered();
        assertThat(etcd.history()).hasSize(1);
        assertThat(etcd.leases()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSING, true",
        "REFUSING, false",
        "SILENT, true",
        "SILENT, false",
        "LOSING_ANSWERS, true",
        "LOSING_ANSWERS, false"
    })
    void aHoleOfTheTtlLessTwoSecondsDoesNotShow(Mode mode, boolean watchesTell) {
        run(Duration.ofSeconds(10));
        Entry before = etcd.entries().get(KEY);
        for (int offset = 0; offset < 4000; offset += 10) {
            run(Duration.ofMillis(6000 + offset));
            etcd.mode(mode, watchesTell);
            run(TTL.minusSeconds(2));
            etcd.mode(Mode.UP);
            run(Duration.ofSeconds(2));

            assertThat(etcd.entries().get(KEY)).as("offset %d ms", offset).isEqualTo(before);
        }
        assertThat(states).containsExactly(REGISTERING, REGISTERED);
    }

    @Test
    void isLostAtItsOwnDeadlineEvenIfNoStepIsMade() {
        run(Duration.ofSeconds(10));
        etcd.mode(Mode.REFUSING); // Or else the lease is renewed between the steps.
        Duration remaining = registration.status().remaining();

        clock.advance(remaining.minusNanos(1));
        assertThat(registration.status().isRegistered()).isTrue();
        clock.advance(Duration.ofNanos(1));
        assertThat(registration.status().state()).isEqualTo(LOST);
        assertThat(registration.status().remaining()).isZero();
    }

    @Test
    void aFrozenProcessRegistersAnew() {
        run(Duration.ofSeconds(10));

        clock.advance(TTL.multipliedBy(3));
        run(Duration.ofSeconds(1));

        assertRegistered();
        assertThat(states).containsExactly(REGISTERING, REGISTERED, LOST, REGISTERED);
        assertThat(etcd.leases()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"})
    void theWallClockDecidesNothing(String time) {
        run(Duration.ofSeconds(10));
        Entry before = etcd.entries().get(KEY);

        clock.setWallClock(Instant.parse(time));
        run(Duration.ofSeconds(30));

        assertThat(etcd.entries().get(KEY)).isEqualTo(before);
        assertThat(states).containsExactly(REGISTERING, REGISTERED);
    }

    @Test
    void aDeletedKeyIsBackUnderTheSameLease() {
        run(Duration.ofSeconds(10));
        long lease = registration.status().lease();

        etcd.delete(KEY);
        run(Duration.ofSeconds(1));

        assertRegistered();
        assertThat(registration.status().lease()).isEqualTo(lease);
        assertThat(states).containsExactly(REGISTERING, REGISTERED, LOST, REGISTERED);
    }

    @Test
    void anOverwrittenKeyIsBackWithOurValue() {
        run(Duration.ofSeconds(10));

        etcd.put(KEY, "by hand", 0);
        run(Duration.ofSeconds(1));

        assertRegistered();
    }

    @Test
    void aKeyOverwrittenUnderOurOwnLeaseIsBackWithOurValue() {
        run(Duration.ofSeconds(10));

        etcd.put(KEY, "by hand", registration.status().lease());
        run(Duration.ofSeconds(1));

        assertRegistered();
    }

    @Test
    void aRevokedLeaseIsReplacedByOne() {
        run(Duration.ofSeconds(10));

        etcd.revokeLease(registration.status().lease());
        run(Duration.ofSeconds(2));

        assertRegistered();
        assertThat(etcd.leases()).hasSize(1);
    }

    @Test
    void saysLostWhenTheKeyIsGoneAndCannotBePut() {
        run(Duration.ofSeconds(10));

        etcd.outOfSpace(true);
        etcd.delete(KEY);
        run(Duration.ofSeconds(10));
        assertThat(registration.status().state()).isEqualTo(LOST);
        assertThat(registration.status().problem()).hasValue(FakeEtcd.problem(ProblemCode.OUT_OF_SPACE));

        etcd.outOfSpace(false);
        run(Duration.ofSeconds(2));
        assertRegistered();
    }

    @Test
    void isLostIfForATtlItCannotSeeHowTheKeyStands() {
        run(Duration.ofSeconds(10));
        etcd.readsAnswered(false);
        etcd.delete(KEY);
        run(TTL.minusSeconds(1));
        assertThat(registration.status().isRegistered()).isTrue();
        run(Duration.ofSeconds(3));
        assertThat(registration.status().state()).isEqualTo(LOST);

        etcd.readsAnswered(true);
        run(Duration.ofSeconds(2));
        assertRegistered();
    }

    @Test
    void neverMakesMoreThanTwoAttemptsASecondAndSpreadsThem() {
        etcd.mode(Mode.REFUSING);
        run(Duration.ofMinutes(10));

        List<Long> gaps = LongStream.range(1, etcd.calls.size())
                .mapToObj(i -> Duration.ofNanos(etcd.calls.get((int) i) - etcd.calls.get((int) i - 1))
                        .toMillis())
                .toList();
        assertThat(gaps).allMatch(gap -> gap >= 500 && gap <= 1501);
        assertThat(gaps.stream().distinct().count()).isGreaterThan(100);
    }

    @Test
    void whatTheApplicationThrowsIsReportedAndTriedAgain() {
        int[] calls = {0};
        registration = registration(RegistrationListener.NONE, TTL);
        registration.add(
                "a",
                lease -> {
                    if (calls[0]++ < 3) {
                        throw new IllegalStateException("no address yet");
                    }
                    return Map.of(KEY, "value");
                },
                ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofMillis(500));
        assertThat(registration.status().problem())
                .hasValue(new Problem(ProblemCode.NOTHING_TO_REGISTER, "no address yet"));

        run(Duration.ofSeconds(5));
        assertRegistered();
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        registration = registration(
                (service, previous, status) -> {
                    throw new NoClassDefFoundError("from the listener");
                },
                TTL);
        registration.add("a", lease -> Map.of(KEY, "value"), ConflictPolicy.WAIT);
        registration.register();
        run(Duration.ofSeconds(1));

        assertRegistered();
        registration.stop(BUDGET);
        assertThat(etcd.openRegistries).isNotPositive();
    }
}
