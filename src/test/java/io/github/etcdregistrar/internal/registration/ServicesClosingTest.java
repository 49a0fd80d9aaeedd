package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One of several services is taken out for good. */
class ServicesClosingTest extends TwoServicesFixture {

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
        takenBySomebody("/orders");
        orders.close(BUDGET);
        run(Duration.ofSeconds(5));
        assertThat(etcd.entries().get("/orders").value()).isEqualTo("theirs");
        assertRegistered("/invoices");
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
        add("orders");
        run(Duration.ofSeconds(2));
        assertRegistered("/orders");
    }

    @Test
    void oneThatHasGivenUpAndIsClosedLeavesNothing() {
        takenBySomebody("/stock");
        ServiceRegistration stock = add("stock", ConflictPolicy.FAIL);
        run(Duration.ofSeconds(5));
        stock.close(BUDGET);
        assertThat(stock.status().state()).isEqualTo(State.STOPPED);
        assertThat(registration.services()).containsOnlyKeys("orders", "invoices");
        assertThat(etcd.entries().get("/stock").value()).isEqualTo("theirs");
    }

    @Test
    void whatCouldNotBeTakenOutIsTriedAgainUntilItSucceeds() {
        run(Duration.ofSeconds(10));
        etcd.mode(Mode.REFUSING);
        orders.close(BUDGET);
        assertThat(orders.status().isRegistered()).isTrue();
        run(Duration.ofSeconds(1));

        etcd.mode(Mode.UP);
        for (int i = 0; i < 200 && etcd.entries().containsKey("/orders"); i++) {
            run(Duration.ofMillis(10));
        }
        assertThat(etcd.entries()).containsOnlyKeys("/invoices");
        assertThat(orders.status().state()).isEqualTo(State.STOPPED);
        assertThat(registration.services()).containsOnlyKeys("invoices");
        assertThat(registration.status().problem()).isEmpty();
    }

    @Test
    void whatWasClosedWhileEtcdIsAwayCanBeAddedAgain() {
        run(Duration.ofSeconds(1));
        etcd.mode(Mode.REFUSING);
        orders.close(BUDGET);
        ServiceRegistration again = add("orders");
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(5));
        assertThat(again.status().isRegistered()).isTrue();
        assertThat(orders.status().state()).isEqualTo(State.STOPPED);
        assertRegistered("/orders");
    }

    @Test
    void whatMayBeGoneAlreadyIsNotSaidToBeRegistered() {
        run(Duration.ofSeconds(1));
        etcd.beforeNextPut(() -> etcd.mode(Mode.LOSING_ANSWERS));
        orders.close(BUDGET);
        assertThat(etcd.entries()).containsOnlyKeys("/invoices");
        assertThat(orders.status().isRegistered()).isFalse();
    }

    @Test
    void whatWasNeverPermittedIsClosedAllTheSame() {
        etcd.forbid("/orders");
        run(Duration.ofSeconds(2));
        orders.close(BUDGET);
        run(Duration.ofSeconds(2));
        assertThat(registration.services()).containsOnlyKeys("invoices");
        assertThat(orders.status().state()).isEqualTo(State.STOPPED);
        assertThat(registration.status().isRegistered()).isTrue();
    }

    @Test
    void oneThatCouldNotMoveIsTakenOutWhereItStands() {
        Source source = new Source("/stock");
        ServiceRegistration stock = registration.add("stock", source, ConflictPolicy.WAIT);
        run(Duration.ofSeconds(2));
        etcd.forbid("/elsewhere");
        source.moveTo("/elsewhere");
        run(Duration.ofSeconds(3));
        stock.close(BUDGET);
        run(Duration.ofSeconds(5));
        assertThat(etcd.entries()).containsOnlyKeys("/orders", "/invoices");
    }

    @Test
    void oneThatIsClosedWhileItIsLostIsGoneWithTheLease() {
        run(Duration.ofSeconds(2));
        etcd.mode(Mode.SILENT);
        run(Duration.ofSeconds(10));
        orders.close(BUDGET);
        registration.pause(BUDGET);
        registration.resume();
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(10));
        assertThat(orders.status().state()).isEqualTo(State.STOPPED);
        assertThat(etcd.entries()).containsOnlyKeys("/invoices");
        assertThat(etcd.leases()).hasSize(1);
        assertThat(registration.status().isRegistered()).isTrue();
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
    void noWatchOutlivesItsService() {
        for (int i = 0; i < 20; i++) {
            ServiceRegistration job = add("job");
            run(Duration.ofSeconds(2));
            assertThat(job.status().isRegistered()).isTrue();
            job.close(BUDGET);
            run(Duration.ofSeconds(2));
        }
        assertThat(etcd.watchers()).isEqualTo(2);
    }

    @Test
    void noWatchOutlivesAServiceThatWaitedForSomebodyAndIsClosedDuringAPause() {
        takenBySomebody("/stock");
        ServiceRegistration stock = add("stock");
        run(Duration.ofSeconds(2));
        registration.pause(BUDGET);
        stock.close(BUDGET);
        registration.resume();
        run(Duration.ofSeconds(2));
        assertThat(etcd.watchers()).isEqualTo(2);
    }
}
