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

    /** From the best to what needs looking after most. */
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

    /** That of all of them together: as the one that needs looking after most, with the keys of all. */
    static Status of(Collection<Status> services) {
        Status worst = services.stream()
                .max(Comparator.comparing(status -> WORSE.indexOf(status.state())))
                .orElseThrow();
        // One that has just been added does not know it yet.
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
