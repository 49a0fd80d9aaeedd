package io.github.etcdregistrar;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The status of one service, or of all of them, at the moment of asking.
 *
 * @param state the state; {@link State#REGISTERED} only while the lease is alive by our own monotonic clock
 * @param since when this state began, by the wall clock
 * @param keys the keys that are, or will be, registered; empty until they are known
 * @param lease the id of the lease that etcd has granted, 0 if none. A key that the application puts under it goes with the
 *     registration. When etcd loses the lease, and after a deregistration, the next one has another id, and the key must be
 *     put again: a {@link StateChange} tells it
 * @param remaining how long the lease lives if it is not renewed, counted from before its last renewal was sent;
 *     zero if there is none
 * @param holder who holds the key in {@link State#CONFLICT} and {@link State#FAILED}
 * @param problem why the last attempt failed, who holds the key, or that the TTL differs; empty if all is well
 */
public record Status(
        State state,
        Instant since,
        Set<String> keys,
        long lease,
        Duration remaining,
        Optional<Entry> holder,
        Optional<Problem> problem) {

    /** Whether the key is in etcd under a living lease of ours. */
    public boolean isRegistered() {
        return state == State.REGISTERED;
    }

    /** The lease's id as etcdctl writes it, in hexadecimal; empty if there is none. */
    public String leaseId() {
        return lease == 0 ? "" : Long.toHexString(lease);
    }
}
