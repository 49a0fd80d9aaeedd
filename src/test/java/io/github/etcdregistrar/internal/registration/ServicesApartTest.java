package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.testing.LogRecorder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** What befalls one service neither harms nor holds up another. */
class ServicesApartTest extends TwoServicesFixture {

    @Test
    void aConflict() {
        takenBySomebody("/orders");
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

    /** Because one of the keys under it may not be deleted. */
    @Test
    void aLeaseThatMayNotBeRevoked() {
        run(Duration.ofSeconds(1));
        etcd.forbid("/orders");
        registration.pause(BUDGET);
        assertThat(etcd.entries()).containsOnlyKeys("/orders");
        assertThat(registration.status().problem().map(Problem::code)).hasValue(ProblemCode.PERMISSION_DENIED);

        registration.resume();
        run(Duration.ofSeconds(1));
        assertRegistered("/invoices");

        registration.pause(BUDGET);
        etcd.forbid();
        run(Duration.ofSeconds(2));
        assertThat(etcd.leases()).isEmpty();
        assertThat(registration.status().problem()).isEmpty();
    }

    @Test
    void aKeyThatMayNotBeWritten() {
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
    void thatThereIsNoSpaceIsSaidOnceForAll() {
        run(Duration.ofSeconds(2));
        try (LogRecorder log = new LogRecorder("io.github.etcdregistrar", Level.INFO)) {
            etcd.outOfSpace(true);
            etcd.delete("/orders");
            etcd.delete("/invoices");
            run(Duration.ofSeconds(30));
            assertThat(log.messages())
                    .filteredOn(line -> line.contains("OUT_OF_SPACE"))
                    .hasSize(1);
        }
    }

    @Test
    void aChangeThatThereIsNoSpaceFor() {
        Source source = new Source("/stock");
        ServiceRegistration stock = registration.add("stock", source, ConflictPolicy.WAIT);
        ServiceRegistration next = add("next"); // Its turn is after the one that fails.
        run(Duration.ofSeconds(2));
        etcd.outOfSpace(true);
        source.moveTo("/elsewhere");
        run(Duration.ofSeconds(2));
        // This answer costs the connection, and with it the watches: all have to be read again, and can be.
        etcd.put("/next", "next", registration.status().lease());
        run(Duration.ofSeconds(30));
        assertThat(stock.status().problem().map(Problem::code)).hasValue(ProblemCode.OUT_OF_SPACE);
        assertThat(next.status().isRegistered()).isTrue();
        assertThat(states).containsEntry("next", State.REGISTERED);
        assertRegistered("/next");
    }

    @Test
    void anExceptionOfOurOwn() {
        Map<String, String> withNull = new HashMap<>();
        withNull.put("/bad", null);
        registration.add("bad", lease -> withNull, ConflictPolicy.WAIT);
        ServiceRegistration stock = add("stock");
        run(Duration.ofSeconds(30));
        assertThat(stock.status().isRegistered()).isTrue();
        assertThat(stock.status().problem()).isEmpty();
    }

    @Test
    void aKeyThatMayNotBeDeleted() {
        run(Duration.ofSeconds(2));
        etcd.forbid("/orders");
        orders.close(BUDGET);
        run(Duration.ofMinutes(1));
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(registration.status().problem()).isEmpty();
        assertThat(etcd.leases()).hasSize(1);
    }
}
