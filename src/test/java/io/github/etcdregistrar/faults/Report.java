package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * What an application says of itself at one moment: its status, and what its health checks say beside it.
 *
 * @param state the state
 * @param lease the lease's id in hexadecimal, empty if there is none
 * @param remainingMillis how long the lease lives yet
 * @param live whether the liveness check is UP
 * @param ready whether the readiness check is UP
 * @param health the state that both checks' data show
 * @param holder who holds the key instead, by the health data; empty if nobody does
 * @param error the last error, empty if there is none
 */
record Report(
        State state,
        String lease,
        long remainingMillis,
        boolean live,
        boolean ready,
        String health,
        String holder,
        String error) {
    private static final String SEPARATOR = "\t";

    /** Asks the registrar and its checks, between two changes of state, so that they must agree. */
    static Report of(ManagedRegistrar registrar) {
        HealthCheck liveness = CDI.current()
                .select(HealthCheck.class, Liveness.Literal.INSTANCE)
                .get();
        HealthCheck readiness = CDI.current()
                .select(HealthCheck.class, Readiness.Literal.INSTANCE)
                .get();
        while (true) {
            Status before = registrar.status();
            HealthCheckResponse live = liveness.call();
            HealthCheckResponse ready = readiness.call();
            Status after = registrar.status();
            if (before.state() == after.state() && before.since().equals(after.since())) {
                Map<String, Object> data = live.getData().orElse(Map.of());
                Object state = data.get("state");
                boolean agree = state.equals(ready.getData().orElse(Map.of()).get("state"));
                return new Report(
                        before.state(),
                        before.leaseId(),
                        // Rounded up: half a millisecond is still something.
                        before.remaining().plusNanos(999_999).toMillis(),
                        live.getStatus() == HealthCheckResponse.Status.UP,
                        ready.getStatus() == HealthCheckResponse.Status.UP,
                        agree ? state.toString() : "the checks disagree",
                        data.getOrDefault("heldBy", "").toString(),
                        before.problem().map(Object::toString).orElse(""));
            }
        }
    }

    boolean isRegistered() {
        return state == State.REGISTERED;
    }

    /** What does not agree within this report, empty if all does. */
    String contradiction() {
        if (!health.equals(state.name())) {
            return "status says " + state + " and health says " + health;
        }
        if (ready != isRegistered()) {
            return "ready is " + ready + " while " + state;
        }
        if (isRegistered() && (remainingMillis == 0 || lease.isEmpty())) {
            return "REGISTERED without a living lease";
        }
        return live ? "" : "liveness is DOWN though the loop turns";
    }

    String line() {
        return String.join(
                SEPARATOR,
                state.name(),
                lease,
                Long.toString(remainingMillis),
                Boolean.toString(live),
                Boolean.toString(ready),
                health,
                holder,
                error);
    }

    static Report parse(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        if (parts.length != 8) {
            throw new IllegalArgumentException(
                    "Not a report: " + Arrays.stream(parts).collect(Collectors.joining("|")));
        }
        return new Report(
                State.valueOf(parts[0]),
                parts[1],
                Long.parseLong(parts[2]),
                Boolean.parseBoolean(parts[3]),
                Boolean.parseBoolean(parts[4]),
                parts[5],
                parts[6],
                parts[7]);
    }
}
