package io.github.etcdregistrar.health;

import io.github.etcdregistrar.registration.Status;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** A status as the data of a health check. */
final class StatusData {

    private StatusData() {}

    static HealthCheckResponse response(String check, boolean up, Status status) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(check)
                .status(up)
                .withData("state", status.state().name())
                .withData("since", status.since().toString())
                .withData("key", String.join(", ", status.keys()))
                .withData("leaseId", status.leaseId())
                .withData("secondsLeft", status.remaining().toSeconds());
        status.holder()
                .ifPresent(holder -> response.withData(
                        "heldBy", holder.lease() == 0 ? "no lease" : "lease " + Long.toHexString(holder.lease())));
        status.problem().ifPresent(problem -> response.withData("problem", problem.toString()));
        return response.build();
    }
}
