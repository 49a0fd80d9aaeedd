package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The status of several services as one. */
final class StatusSummary {

    /** From the best state to the one that needs most attention. */
    private static final List<State> WORSE = List.of(
            State.STOPPED,
            State.OFF,
            State.REGISTERED,
            State.NOT_READY,
            State.PAUSED,
            State.DRAINING,
            State.REGISTERING,
            State.CONFLICT,
            State.FAILED,
            State.LOST);

    private StatusSummary() {}

    /** The status of the service that needs most attention, with the keys of all. */
    static Status of(Collection<Status> services) {
        Status worst = services.stream()
                .max(Comparator.comparing(status -> WORSE.indexOf(status.state())))
                .orElseThrow();
        // A service that was just added does not know the lease yet.
        Status leased =
                services.stream().max(Comparator.comparing(Status::remaining)).orElseThrow();
        Set<String> keys = new TreeSet<>();
        services.forEach(status -> keys.addAll(status.keys()));
        Optional<Problem> problem = worst.problem().or(() -> services.stream()
                .flatMap(status -> status.problem().stream())
                .findFirst());
        return new Status(
                worst.state(), worst.since(), keys, leased.lease(), leased.remaining(), worst.holder(), problem);
    }
}
