package io.github.etcdregistrar.registration;

/** Is told of every change of state, in order, on the thread that caused it or on one that is telling of another. What it throws is logged and forgotten. */
@FunctionalInterface
public interface RegistrationListener {

    /** Does nothing. */
    RegistrationListener NONE = (previous, status) -> {};

    /**
     * The state has changed.
     *
     * @param previous the state before
     * @param status how the registration stands now
     */
    void stateChanged(State previous, Status status);
}
