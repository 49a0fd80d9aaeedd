package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import io.github.etcdregistrar.internal.registration.FakeStore.Change;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long things take, and how often etcd is asked, when services are many, etcd is slow or the lease is long. */
class ServicesBackoffTest extends ServicesFixture {

    /** With a lease that need not be renewed while a test lasts. */
    private final Registration patient = registration(Duration.ofMinutes(10));

    @Test
    void theLeaseIsRenewedWhileManyAreBeingRegistered() {
        etcd.latency(Duration.ofMillis(300));
        addMany(22);
        registration.register();
        run(Duration.ofSeconds(60));
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(etcd.leases()).hasSize(1);
        assertThat(etcd.history())
                .hasSize(22)
                .extracting(Change::lease)
                .containsOnly(registration.status().lease());
    }

    @Test
    void theLeaseIsRenewedWhileManyAreReadAgainAfterTheConnectionBroke() {
        addMany(30);
        registration.register();
        run(Duration.ofSeconds(5));
        assertThat(registration.status().isRegistered()).isTrue();
        long lease = registration.status().lease();

        etcd.latency(Duration.ofMillis(200));
        etcd.mode(Mode.REFUSING);
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(60));
        assertThat(registration.status().lease()).isEqualTo(lease);
        assertThat(registration.status().isRegistered()).isTrue();
    }

    /** Ten timeouts and ten seconds: then the loop is taken for dead. */
    @Test
    void noStepTakesSoLongThatTheLoopIsTakenForDead() {
        etcd.latency(Duration.ofMillis(250));
        addMany(15);
        registration.register();
        for (int i = 0; i < 20; i++) {
            long start = clock.nanos();
            clock.advance(registration.reconcile());
            assertThat(Duration.ofNanos(clock.nanos() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void anEtcdThatDoesNotAnswerIsAskedOnceInAStepHoweverManyTheServices() {
        for (int i = 0; i < 10; i++) {
            addPatient("service" + i);
        }
        patient.register();
        clock.run(patient, Duration.ofSeconds(5));
        assertThat(patient.status().isRegistered()).isTrue();

        etcd.mode(Mode.SILENT);
        etcd.calls.clear();
        patient.reconcile();
        assertThat(etcd.calls).hasSize(1);
    }

    @Test
    void aServiceIsTriedAgainLongBeforeALongLeaseIsRenewed() {
        addPatient("stock");
        patient.register();
        etcd.forbid("/stock");
        clock.run(patient, Duration.ofSeconds(30));
        etcd.forbid();
        clock.run(patient, Duration.ofSeconds(2));
        assertThat(patient.status().isRegistered()).isTrue();
    }

    @Test
    void whatIsToGoDoesNotWaitForTheRenewalOfALongLease() {
        addPatient("other");
        ServiceRegistration stock = addPatient("stock");
        patient.register();
        clock.run(patient, Duration.ofSeconds(5));
        etcd.forbid("/stock");
        stock.close(BUDGET);
        etcd.forbid();
        clock.run(patient, Duration.ofSeconds(2));
        assertThat(etcd.entries()).containsOnlyKeys("/other");
    }

    @Test
    void closeKeepsToItsBudgetButForTheRequestThatHasBeenSent() {
        add("orders");
        ServiceRegistration job = add("job");
        registration.register();
        run(Duration.ofSeconds(2));
        etcd.latency(Duration.ofMillis(900));
        long start = clock.nanos();
        job.close(Duration.ofMillis(100));
        assertThat(Duration.ofNanos(clock.nanos() - start)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void pauseKeepsToItsBudgetHoweverManyServicesThereAreIfTheLeaseMayNotBeRevoked() {
        addMany(20);
        registration.register();
        run(Duration.ofSeconds(10));
        etcd.forbid("/service19");
        etcd.latency(Duration.ofMillis(900));
        long start = clock.nanos();
        registration.pause(BUDGET);
        assertThat(Duration.ofNanos(clock.nanos() - start)).isLessThanOrEqualTo(BUDGET.plusSeconds(1));
    }

    @Test
    void whatCannotBeTakenOutIsNotTriedWithoutAPause() {
        add("orders");
        ServiceRegistration job = add("job");
        registration.register();
        run(Duration.ofSeconds(2));
        etcd.forbid("/job");
        job.close(BUDGET);
        int steps = 0;
        long start = clock.nanos();
        while (clock.nanos() - start < Duration.ofMinutes(1).toNanos()) {
            clock.advance(registration.reconcile());
            steps++;
        }
        assertThat(steps).isLessThan(90);
    }

    private ServiceRegistration addPatient(String name) {
        return patient.add(name, lease -> Map.of("/" + name, name), ConflictPolicy.WAIT);
    }
}
