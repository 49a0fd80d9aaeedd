package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import io.github.etcdregistrar.internal.registration.FakeStore.Change;
import io.github.etcdregistrar.testing.LogRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Several services under one lease. */
class ServicesTest extends TwoServicesFixture {

    @Test
    void allAreUnderOneLeaseThatIsRenewedOnce() {
        add("stock");
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
    void aNameIsThatOfOneService() {
        assertThatThrownBy(() -> add("orders"))
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
    void theLeaseIsGoneWithAllOfThemWhenOneIsLost() {
        run(Duration.ofSeconds(1));
        etcd.revokeLease(registration.status().lease());
        etcd.history().clear();
        run(Duration.ofSeconds(2));
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(etcd.history()).extracting(Change::key).containsExactlyInAnyOrder("/orders", "/invoices");
        assertThat(etcd.leases()).hasSize(1);
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
            assertThat(log.messages().subList(4, log.messages().size()))
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("Deregistered /"));
        }
    }

    @Test
    void afterStopNothingIsAddedOrTakenOutAnyMore() {
        run(Duration.ofSeconds(1));
        registration.stop(BUDGET);
        add("stock");
        orders.close(BUDGET);
        run(Duration.ofSeconds(5));
        assertThat(etcd.entries()).isEmpty();
        assertThat(etcd.leases()).isEmpty();
        assertThat(etcd.openRegistries).isNotPositive();
    }

    @Test
    void oneThatGivesUpLeavesTheOthersWhereTheyAre() {
        ServiceRegistration stock = addThatGivesUp();
        assertThat(orders.status().isRegistered()).isTrue();
        assertThat(etcd.entries().get("/stock").value()).isEqualTo("theirs");

        etcd.revokeLease(SOMEBODY);
        registration.register();
        run(Duration.ofSeconds(1));
        assertThat(stock.status().isRegistered()).isTrue();
        assertThat(etcd.leases()).hasSize(1);
    }

    @Test
    void oneThatHasGivenUpIsNotSaidToWaitForTheGateOnceThatIsOpen() {
        ServiceRegistration stock = addThatGivesUp();
        registration.closeGate("db is DOWN", BUDGET);
        run(Duration.ofSeconds(5));
        assertThat(stock.status().state()).isEqualTo(State.NOT_READY);

        registration.openGate();
        run(Duration.ofMinutes(1));
        assertThat(stock.status().state()).isEqualTo(State.FAILED);
        assertThat(stock.status().problem().map(Problem::code)).hasValue(ProblemCode.KEY_HELD);
    }

    @Test
    void oneThatHasGivenUpIsNotWatched() {
        addThatGivesUp();
        assertThat(etcd.watchers()).isEqualTo(2);
    }

    @Test
    void oneThatHasGivenUpCanBeTriedAnewDuringARenewal() {
        ServiceRegistration stock = addThatGivesUp();
        etcd.duringNextRenewal(() -> {
            etcd.revokeLease(SOMEBODY);
            registration.register();
        });
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            clock.advance(Duration.ofMillis(10));
            registration.reconcile();
            registration.status().problem().ifPresent(problems::add);
        }
        assertThat(problems).extracting(Problem::code).containsOnly(ProblemCode.KEY_HELD);
        assertThat(stock.status().isRegistered()).isTrue();
    }

    private ServiceRegistration addThatGivesUp() {
        takenBySomebody("/stock");
        ServiceRegistration stock = add("stock", ConflictPolicy.FAIL);
        run(Duration.ofSeconds(10));
        assertThat(stock.status().state()).isEqualTo(State.FAILED);
        return stock;
    }
}
