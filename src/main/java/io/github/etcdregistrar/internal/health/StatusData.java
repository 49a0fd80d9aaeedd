package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.cdi.RegistrarBean;
import io.github.etcdregistrar.internal.discovery.InstanceList;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** The status as the data of a health check: of all services, and of each if there are several. */
final class StatusData {

    private StatusData() {}

    static HealthCheckResponse response(String check, boolean up, RegistrarBean registrar) {
        Status status = registrar.status();
        HealthCheckResponseBuilder response = HealthCheckResponse.named(check).status(up);
        add(response, "", status);
        response.withData("leaseId", status.leaseId())
                .withData("secondsLeft", status.remaining().toSeconds());
        Map<String, Status> services = registrar.services();
        if (services.size() > 1) {
            services.forEach((service, its) -> add(response, service + ".", its));
        }
        // No lambda, which would load the type of the lists where there are none.
        for (InstanceList list : registrar.discovery().lists()) {
            add(response, list);
        }
        return response.build();
    }

    /** What is known of a service that is looked for. None of it makes anybody DOWN. */
    private static void add(HealthCheckResponseBuilder response, InstanceList list) {
        String prefix = "discovery." + list.name() + ".";
        response.withData(prefix + "instances", list.list().size());
        list.age().ifPresent(age -> response.withData(prefix + "secondsSinceProof", age.toSeconds()));
        list.staleSince().ifPresent(since -> response.withData(prefix + "staleSince", since.toString()));
        list.problem().ifPresent(problem -> response.withData(prefix + "problem", problem.toString()));
        if (list.unreadable() > 0) {
            response.withData(prefix + "unreadable", list.unreadable());
        }
    }

    private static void add(HealthCheckResponseBuilder response, String prefix, Status status) {
        response.withData(prefix + "state", status.state().name())
                .withData(prefix + "since", status.since().toString())
                .withData(prefix + "key", String.join(", ", status.keys()));
        status.holder()
                .ifPresent(holder -> response.withData(
                        prefix + "heldBy",
                        holder.lease() == 0 ? "no lease" : "lease " + Long.toHexString(holder.lease())));
        status.problem().ifPresent(problem -> response.withData(prefix + "problem", problem.toString()));
    }
}
