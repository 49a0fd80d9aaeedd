package io.github.etcdregistrar.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.registration.FakeEtcd.Change;
import io.github.etcdregistrar.registration.FakeEtcd.Mode;
import io.github.etcdregistrar.testing.LogRecorder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several services under one lease. */
class ServicesTest {

    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final long SOMEBODY = 77;

    private final FakeClock clock = new FakeClock();
    private final FakeEtcd etcd = new FakeEtcd(clock, Duration.ofSeconds(1));
    private final Map<String, State> states = new HashMap<>();
    private final Registration registration = new Registration(
            etcd::open,
            new Timing(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(1500)),
            clock.surroundings(),
            (service, previous, status) -> states.put(service, status.state()));

    private ServiceRegistration orders;
    private ServiceRegistration invoices;

    @BeforeEach
    void addTwo() {
        orders = add("orders", ConflictPolicy.WAIT);
        invoices = add("invoices", ConflictPolicy.WAIT);
        registration.register();
    }

    @Test
    void allAreUnderOneLeaseThatIsRenewedOnce() {
        add("stock", ConflictPolicy.WAIT);
        run(Duration.ofSeconds(1));
        assertThat(etcd.entries()).containsOnlyKeys("/orders", "/invoices", "/stock");
        assertThat(etcd.leases()).hasSize(1);
        assertThat(registration.status().keys()).containsExactly("/invoices", "/orders", "/stock");
        assertThat(registration.services()).containsOnlyKeys("orders", "invoices", "stock");
        assertThat(states).hasSize(3).containsValues(State.REGISTERED);

        etcd.calls.clear();
        run(Duration.ofMinutes(10));
        assertThat(etcd.calls).hasSizeLessThanOrEqualTo(600);
        assertThat(etcd.leases()).hasSize(1);
    }

    @Test
    void aConflictOfOneHoldsUpNoOther() {
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put("/orders", "theirs", SOMEBODY);
        run(Duration.ofSeconds(1));
        assertThat(orders.status().state()).isEqualTo(State.CONFLICT);
        assertThat(invoices.status().isRegistered()).isTrue();
        assertThat(registration.status().state()).isEqualTo(State.CONFLICT);
        assertThat(registration.status().holder()).isPresent();

        etcd.delete("/invoices");
        run(Duration.ofSeconds(1));
        assertRegistered("/invoices");

        etcd.revokeLease(SOMEBODY);
        run(Duration.ofSeconds(1));
        assertThat(registration.status().isRegistered()).isTrue();
    }

    @Test
    void oneThatGivesUpLeavesTheOthersWhereTheyAre() {
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put("/stock", "theirs", SOMEBODY);
        ServiceRegistration stock = add("stock", ConflictPolicy.FAIL);
        run(Duration.ofSeconds(10));
        assertThat(stock.status().state()).isEqualTo(State.FAILED);
        assertThat(orders.status().isRegistered()).isTrue();
        assertThat(etcd.entries().get("/stock").value()).isEqualTo("theirs");

        etcd.revokeLease(SOMEBODY);
        registration.register();
        run(Duration.ofSeconds(1));
        assertThat(stock.status().isRegistered()).isTrue();
        assertThat(etcd.leases()).hasSize(1);
    }

    @Test
    void whatOneMayNotWriteHoldsUpNoOther() {
        etcd.forbid("/orders");
        run(Duration.ofSeconds(5));
        assertThat(orders.status().problem().map(Problem::code)).hasValue(ProblemCode.PERMISSION_DENIED);
        assertThat(registration.status().problem().map(Problem::message))
                .hasValueSatisfying(text -> assertThat(text).startsWith("orders: "));
        assertThat(invoices.status().problem()).isEmpty();
        assertRegistered("/invoices");
        long lease = invoices.status().lease();

        etcd.delete("/invoices");
        run(Duration.ofSeconds(2));
        assertRegistered("/invoices");

        etcd.calls.clear();
        run(Duration.ofMinutes(1));
        assertThat(etcd.calls).hasSizeBetween(50, 75);
        assertThat(etcd.leases()).containsExactly(lease);

        etcd.forbid();
        run(Duration.ofSeconds(2));
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(registration.status().problem()).isEmpty();
    }

    @Test
    void aServiceIsTriedAgainLongBeforeALongLeaseIsRenewed() {
        Registration patient = new Registration(
                etcd::open,
                new Timing(Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofMillis(1500)),
                clock.surroundings(),
                RegistrationListener.NONE);
        patient.add("stock", lease -> Map.of("/stock", "value"), ConflictPolicy.WAIT);
        patient.register();
        etcd.forbid("/stock");
        clock.run(patient, Duration.ofSeconds(30));
        etcd.forbid();
        clock.run(patient, Duration.ofSeconds(2));
        assertThat(patient.status().isRegistered()).isTrue();
    }

    @Test
    void whatIsToGoDoesNotWaitForTheRenewalOfALongLease() {
        Registration patient = new Registration(
                etcd::open,
                new Timing(Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofMillis(1500)),
                clock.surroundings(),
                RegistrationListener.NONE);
        patient.add("other", lease -> Map.of("/other", "value"), ConflictPolicy.WAIT);
        ServiceRegistration stock = patient.add("stock", lease -> Map.of("/stock", "value"), ConflictPolicy.WAIT);
        patient.register();
        clock.run(patient, Duration.ofSeconds(5));
        etcd.forbid("/stock");
        stock.close(BUDGET);
        etcd.forbid();
        clock.run(patient, Duration.ofSeconds(2));
        assertThat(etcd.entries()).containsOnlyKeys("/other");
    }

    @Test
    void whatWasTakenOutIsNotWatchedAnyMore() {
        run(Duration.ofSeconds(1));
        orders.close(BUDGET);
        etcd.calls.clear();
        for (int i = 0; i < 10; i++) {
            etcd.put("/orders", "theirs", 0);
            run(Duration.ofSeconds(6));
        }
        assertThat(etcd.calls).hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void closingOneTakesItOutAtOnceAndNoOther() {
        run(Duration.ofSeconds(1));
        Entry before = etcd.entries().get("/invoices");

        orders.close(BUDGET);
        assertThat(etcd.entries()).containsExactly(Map.entry("/invoices", before));
        assertThat(orders.status().state()).isEqualTo(State.STOPPED);
        assertThat(registration.services()).containsOnlyKeys("invoices");

        run(Duration.ofMinutes(1));
        assertThat(etcd.entries()).containsExactly(Map.entry("/invoices", before));
        registration.register();
        run(Duration.ofSeconds(5));
        assertThat(etcd.entries()).containsOnlyKeys("/invoices");
    }

    @Test
    void closingOneTouchesNobodyElsesKey() {
        run(Duration.ofSeconds(1));
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put("/orders", "theirs", SOMEBODY);

        orders.close(BUDGET);
        run(Duration.ofSeconds(5));
        assertThat(etcd.entries().get("/orders").value()).isEqualTo("theirs");
        assertRegistered("/invoices");
    }

    @Test
    void whatCouldNotBeTakenOutIsTriedAgainUntilItSucceeds() {
        run(Duration.ofSeconds(1));
        etcd.mode(Mode.REFUSING);
        orders.close(BUDGET);
        assertThat(orders.status().isRegistered()).isTrue();
        run(Duration.ofSeconds(1));

        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(2));
        assertThat(etcd.entries()).containsOnlyKeys("/invoices");
        assertThat(orders.status().state()).isEqualTo(State.STOPPED);
        assertThat(registration.services()).containsOnlyKeys("invoices");
        assertThat(registration.status().problem()).isEmpty();
    }

    @Test
    void closingTheLastRevokesTheLease() {
        run(Duration.ofSeconds(1));
        orders.close(BUDGET);
        invoices.close(BUDGET);
        assertThat(etcd.leases()).isEmpty();
        assertThat(invoices.status().state()).isEqualTo(State.STOPPED);
        assertThat(registration.status().state()).isEqualTo(State.OFF);

        run(Duration.ofSeconds(5));
        assertThat(etcd.leases()).isEmpty();
        add("orders", ConflictPolicy.WAIT);
        run(Duration.ofSeconds(2));
        assertRegistered("/orders");
    }

    @Test
    void oneThatHasGivenUpAndIsClosedLeavesNothing() {
        etcd.grantLease(SOMEBODY, Duration.ofHours(1));
        etcd.put("/stock", "theirs", SOMEBODY);
        ServiceRegistration stock = add("stock", ConflictPolicy.FAIL);
        run(Duration.ofSeconds(5));
        stock.close(BUDGET);
        assertThat(stock.status().state()).isEqualTo(State.STOPPED);
        assertThat(registration.services()).containsOnlyKeys("orders", "invoices");
        assertThat(etcd.entries().get("/stock").value()).isEqualTo("theirs");
    }

    @Test
    void afterStopNothingIsAddedOrTakenOutAnyMore() {
        run(Duration.ofSeconds(1));
        registration.stop(BUDGET);
        add("stock", ConflictPolicy.WAIT);
        orders.close(BUDGET);
        run(Duration.ofSeconds(5));
        assertThat(etcd.entries()).isEmpty();
        assertThat(etcd.leases()).isEmpty();
        assertThat(etcd.openRegistries).isNotPositive();
    }

    @Test
    void aKeyIsClaimedByOneServiceOnly() {
        ServiceRegistration twin =
                registration.add("twin", lease -> Map.of("/orders", "mine"), ConflictPolicy.TAKEOVER);
        run(Duration.ofSeconds(5));
        assertThat(etcd.entries().get("/orders").value()).isEqualTo("orders");
        assertThat(twin.status().problem().orElseThrow().message()).contains("/orders is that of orders, too");
        assertThat(orders.status().isRegistered()).isTrue();

        orders.close(BUDGET);
        run(Duration.ofSeconds(2));
        assertThat(etcd.entries().get("/orders").value()).isEqualTo("mine");
    }

    @Test
    void aNameIsThatOfOneService() {
        assertThatThrownBy(() -> add("orders", ConflictPolicy.WAIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders");
        assertThat(registration.services()).hasSize(2);
    }

    @Test
    void allComeBackAfterTheDataAreWiped() {
        run(Duration.ofSeconds(1));
        etcd.mode(Mode.REFUSING);
        etcd.wipe();
        run(Duration.ofMinutes(1));
        assertThat(states).containsEntry("orders", State.LOST).containsEntry("invoices", State.LOST);
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(2));
        assertRegistered("/orders");
        assertRegistered("/invoices");
        assertThat(etcd.leases()).hasSize(1);
    }

    @Test
    void theLeaseIsRenewedWhileManyAreBeingRegistered() {
        etcd.latency(Duration.ofMillis(300));
        for (int i = 0; i < 20; i++) {
            add("service" + i, ConflictPolicy.WAIT);
        }
        run(Duration.ofSeconds(60));
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(etcd.leases()).hasSize(1);
        assertThat(etcd.history())
                .hasSize(22)
                .extracting(Change::lease)
                .containsOnly(registration.status().lease());
    }

    @Test
    void whatIsTrueOfAllIsSaidOnce() {
        try (LogRecorder log = new LogRecorder("io.github.etcdregistrar", Level.INFO)) {
            etcd.mode(Mode.REFUSING);
            run(Duration.ofSeconds(90));
            assertThat(log.messages()).hasSize(2);
            etcd.mode(Mode.UP);
            run(Duration.ofSeconds(2));
            assertThat(log.messages().subList(2, 4)).allMatch(line -> line.startsWith("Registered /"));
            registration.deregister(BUDGET);
            assertThat(log.messages()).hasSize(5).last().asString().startsWith("Deregistered");
        }
    }

    @Test
    void theLeaseIsGoneWithAllOfThemWhenOneIsLost() {
        run(Duration.ofSeconds(1));
        etcd.revokeLease(registration.status().lease());
        etcd.history().clear();
        run(Duration.ofSeconds(2));
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(etcd.history()).extracting(Change::key).containsExactlyInAnyOrder("/orders", "/invoices");
        assertThat(etcd.leases()).hasSize(1);
    }

    private ServiceRegistration add(String name, ConflictPolicy policy) {
        return registration.add(name, lease -> Map.of("/" + name, name), policy);
    }

    private void assertRegistered(String key) {
        assertThat(List.of(etcd.entries().get(key)))
                .extracting(Entry::lease)
                .containsExactly(registration.status().lease());
    }

    private void run(Duration time) {
        clock.run(registration, time);
    }
}
