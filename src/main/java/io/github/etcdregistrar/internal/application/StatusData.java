package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.discovery.InstanceList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The status as the data of a health check: of all services, and of each if there are several. */
final class StatusData {

    private StatusData() {}

    static Map<String, Object> of(Status status, Map<String, Status> services, List<InstanceList> discovered) {
        Map<String, Object> data = new LinkedHashMap<>();
        add(data, "", status);
        data.put("leaseId", status.leaseId());
        data.put("secondsLeft", status.remaining().toSeconds());
        if (services.size() > 1) {
            services.forEach((service, its) -> add(data, service + ".", its));
        }
        // No lambda, which would load the type of the lists where there are none.
        for (InstanceList list : discovered) {
            add(data, list);
        }
        return data;
    }

    /** What is known of a service that is looked for. None of it makes anybody DOWN. */
    private static void add(Map<String, Object> data, InstanceList list) {
        String prefix = "discovery." + list.name() + ".";
        data.put(prefix + "instances", (long) list.list().size());
        list.age().ifPresent(age -> data.put(prefix + "secondsSinceProof", age.toSeconds()));
        list.staleSince().ifPresent(since -> data.put(prefix + "staleSince", since.toString()));
        list.problem().ifPresent(problem -> data.put(prefix + "problem", problem.toString()));
        if (list.unreadable() > 0) {
            data.put(prefix + "unreadable", (long) list.unreadable());
        }
    }

    private static void add(Map<String, Object> data, String prefix, Status status) {
        data.put(prefix + "state", status.state().name());
        data.put(prefix + "since", status.since().toString());
        data.put(prefix + "key", String.join(", ", status.keys()));
        status.holder()
                .ifPresent(holder -> data.put(
                        prefix + "heldBy",
                        holder.lease() == 0 ? "no lease" : "lease " + Long.toHexString(holder.lease())));
        status.problem().ifPresent(problem -> data.put(prefix + "problem", problem.toString()));
    }
}
