package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.State;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Why nothing may be registered at the moment. Each reason is added and removed independently of the others. */
final class SuspendReasons {

    private final Map<State, Optional<Problem>> reasons = new EnumMap<>(State.class);

    /** Starts with {@link State#OFF}. */
    SuspendReasons() {
        add(State.OFF, Optional.empty());
    }

    /**
     * Adds or replaces a reason.
     *
     * @param state the state while this reason lasts
     * @param why the problem behind it, if the state does not tell it
     */
    synchronized void add(State state, Optional<Problem> why) {
        reasons.put(state, why);
    }

    synchronized void remove(State state) {
        reasons.remove(state);
    }

    synchronized boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** The state of the first reason, in the order of the states. */
    synchronized Optional<State> state() {
        return reasons.keySet().stream().findFirst();
    }

    /** The problem behind that reason. */
    synchronized Optional<Problem> why() {
        return state().flatMap(reasons::get);
    }
}
