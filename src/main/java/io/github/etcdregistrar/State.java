package io.github.etcdregistrar;

import java.util.EnumSet;
import java.util.Set;

/** The state of a service's registration. Each state lists those that can follow. */
public enum State {
    /** Nothing is registered and nothing is attempted: not started, disabled, or deregistered. */
    OFF,
    /** Deregistered because the application is about to stop, so that callers can let go first. */
    DRAINING,
    /** Deregistered for maintenance, until it is resumed. */
    PAUSED,
    /** Not registered yet, or for now: the gate is closed. */
    NOT_READY,
    /** Being registered for the first time, or anew; attempts go on until one succeeds. */
    REGISTERING,
    /** The key is in etcd under our lease, and the lease is alive by our own clock. */
    REGISTERED,
    /** Was registered, and is not any more or cannot know; attempts go on until one succeeds. */
    LOST,
    /** Somebody else holds the key, and we wait ({@code on-conflict=wait}). */
    CONFLICT,
    /** Somebody else holds the key, and we have given up ({@code on-conflict=fail}). */
    FAILED,
    /** The end: nothing is put any more. */
    STOPPED;

    /** The states that can follow. */
    public Set<State> next() {
        return switch (this) {
            case OFF, DRAINING, PAUSED, NOT_READY, FAILED -> andAbsent(REGISTERING);
            case REGISTERING, LOST -> andAbsent(REGISTERED, CONFLICT, FAILED);
            case REGISTERED -> andAbsent(LOST, CONFLICT, FAILED);
            case CONFLICT -> andAbsent(REGISTERED);
            case STOPPED -> EnumSet.noneOf(State.class);
        };
    }

    /** Whether nothing is registered on purpose, which can change. */
    public boolean isAbsent() {
        return compareTo(NOT_READY) <= 0;
    }

    /** Whether something is registered or attempted. */
    public boolean isActive() {
        return compareTo(REGISTERING) >= 0 && compareTo(CONFLICT) <= 0;
    }

    /** Every state can be suspended and stopped. */
    private static Set<State> andAbsent(State... more) {
        Set<State> all = EnumSet.of(OFF, DRAINING, PAUSED, NOT_READY, STOPPED);
        all.addAll(Set.of(more));
        return all;
    }
}
