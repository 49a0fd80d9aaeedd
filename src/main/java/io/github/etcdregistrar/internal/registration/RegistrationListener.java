package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;

/**
 * Is told of what happens, in order, on the thread that caused it or on one that is telling of something else; never
 * under a lock. What it throws is logged and forgotten.
 */
@FunctionalInterface
public interface RegistrationListener {

    /** Does nothing. */
    RegistrationListener NONE = (service, previous, status) -> {};

    /**
     * The registration of a service has changed its state.
     *
     * @param service the service's name, as it was added
     * @param previous the state before
     * @param status how it stands since
     */
    void stateChanged(String service, State previous, Status status);

    /** The lease has been renewed. */
    default void renewed() {}

    /** An attempt, or a part of it, has failed. */
    default void failed(ProblemCode kind) {}
}
