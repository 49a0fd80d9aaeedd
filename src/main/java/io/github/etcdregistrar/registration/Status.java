package io.github.etcdregistrar.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the registration of a service, or of all of them together, stands at the moment of asking.
 *
 * @param state the state; {@link State#REGISTERED} only while the lease is alive by our own monotonic clock
 * @param since when this state began, by the wall clock
 * @param keys the keys that are, or are to be, registered; empty until they are known
 * @param lease the id of the lease that etcd has granted, 0 if none
 * @param remaining how long the lease lives if it is not renewed, counted from before its last renewal was sent; zero
 *     if there is none
 * @param holder who holds the key in {@link State#CONFLICT} and {@link State#FAILED}
 * @param problem what is wrong: why the last attempt failed, or who holds the key, or that the TTL is not the one asked
 *     for; empty if all is well
 */
public record Status(
        State state,
        Instant since,
        Set<String> keys,
        long lease,
        Duration remaining,
        Optional<Entry> holder,
        Optional<Problem> problem) {

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

    /** That of all of them together: as the one that needs looking after most, with the keys of all. */
    static Status of(Collection<Status> services) {
        Status worst = services.stream()
                .max(Comparator.comparing(status -> WORSE.indexOf(status.state)))
                .orElseThrow();
        // One that has just been added does not know it yet.
        Status leased =
                services.stream().max(Comparator.comparing(Status::remaining)).orElseThrow();
        Set<String> keys = new TreeSet<>();
        services.forEach(status -> keys.addAll(status.keys));
        Optional<Problem> problem = worst.problem.or(() ->
                services.stream().flatMap(status -> status.problem.stream()).findFirst());
        return new Status(worst.state, worst.since, keys, leased.lease, leased.remaining, worst.holder, problem);
    }

    /** Whether the key stands in etcd under a living lease of ours. */
    public boolean isRegistered() {
        return state == State.REGISTERED;
    }

    /** The lease's id as etcdctl writes it, in hexadecimal; empty if there is none. */
    public String leaseId() {
        return lease == 0 ? "" : LeaseIds.format(lease);
    }
}
