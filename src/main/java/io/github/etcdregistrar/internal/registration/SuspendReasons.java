package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.State;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Why nothing is to be registered at the moment. Each reason counts for itself: who pauses, resumes. */
final class SuspendReasons {

    private final Map<State, Optional<Problem>> reasons = new EnumMap<>(State.class);

    /** Nothing has been started yet. */
    SuspendReasons() {
        add(State.OFF, Optional.empty());
    }

    /**
     * Adds a reason, or renews it.
     *
     * @param state the state in which the registration is because of it
     * @param why what keeps it so, if that is not in the word
     */
    synchronized void add(State state, Optional<Problem> why) {
        reasons.put(state, why);
    }

    synchronized void remove(State state) {
        reasons.remove(state);
    }

    synchronized boolean areNone() {
        return reasons.isEmpty();
    }

    /** The state by the first of the reasons, in the order of the states. */
    synchronized Optional<State> state() {
        return reasons.keySet().stream().findFirst();
    }

    /** What keeps it in that state. */
    synchronized Optional<Problem> why() {
        return state().flatMap(reasons::get);
    }
}
