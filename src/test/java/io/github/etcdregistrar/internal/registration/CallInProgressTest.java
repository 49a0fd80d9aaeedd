package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.registration.FakeStore.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What another thread wants while a step is in a call of etcd. */
@Timeout(60)
class CallInProgressTest extends TwoServicesFixture {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<State> seen = new ArrayList<>();

    @Test
    void nothingIsPutOfAServiceThatIsClosedWhileItsKeyIsBeingRead() {
        etcd.duringNextRead(() -> onAnotherThread(() -> orders.close(SHORT)));
        run(Duration.ofSeconds(5));
        assertThat(etcd.history()).extracting(Change::key).containsExactly("/invoices");
        assertThat(orders.status().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aServiceThatIsClosedWhileItIsBeingPutIsTakenOutAndNeverSaidToBeRegistered() {
        etcd.beforeNextPut(() -> onAnotherThread(() -> orders.close(SHORT)));
        run(Duration.ofSeconds(5));
        assertThat(etcd.history()).extracting(Change::key).containsExactly("/orders", "/invoices", "/orders");
        assertThat(etcd.entries()).containsOnlyKeys("/invoices");
        assertThat(seen).doesNotContain(State.REGISTERED).last().isEqualTo(State.STOPPED);
    }

    @Test
    void pauseDoesNotWaitForTheCallAndTheStepsUndoIt() {
        List<State> atOnce = new ArrayList<>();
        etcd.beforeNextPut(() -> onAnotherThread(() -> {
            registration.pause(SHORT);
            atOnce.add(registration.status().state());
        }));
        registration.reconcile();
        assertThat(atOnce).containsExactly(State.PAUSED);
        assertThat(etcd.entries()).containsOnlyKeys("/orders");

        run(Duration.ofSeconds(5));
        assertThat(etcd.entries()).isEmpty();
        assertThat(etcd.leases()).isEmpty();
        assertThat(registration.status().state()).isEqualTo(State.PAUSED);
        assertThat(seen).doesNotContain(State.REGISTERED);
    }

    @Test
    void stopDoesNotWaitForTheCallAndNothingIsPutAfterIt() {
        etcd.duringNextRead(() -> onAnotherThread(() -> registration.stop(SHORT)));
        registration.reconcile();
        assertThat(registration.services().values()).extracting(Status::state).containsOnly(State.STOPPED);
        assertThat(etcd.history()).isEmpty();
    }

    @Test
    void whoRegistersAgainBeforeTheDeregistrationHasBegunStaysRegistered() throws Exception {
        run(Duration.ofMillis(500));
        long lease = registration.status().lease();
        etcd.history().clear();
        Thread deregistering = new Thread(() -> registration.deregister(Duration.ofMinutes(1)));
        etcd.duringNextRenewal(() -> {
            deregistering.start();
            await().until(() -> deregistering.getState() == Thread.State.TIMED_WAITING);
            registration.register();
        });
        run(Duration.ofSeconds(3));
        deregistering.join();
        run(Duration.ofSeconds(3));
        assertThat(etcd.history()).isEmpty();
        assertThat(etcd.leases()).containsExactly(lease);
        assertThat(registration.status().isRegistered()).isTrue();
    }

    @Override
    void told(String service, State previous, Status status) {
        if (service.equals("orders")) {
            seen.add(status.state());
        }
    }
}
