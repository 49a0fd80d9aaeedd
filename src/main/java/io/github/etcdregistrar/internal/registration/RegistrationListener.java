package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;

/**
 * Is notified of events, in order, on the thread that caused them or on one that is notifying already; never under a
 * lock. Exceptions are logged and ignored.
 */
@FunctionalInterface
public interface RegistrationListener {

    /** Does nothing. */
    RegistrationListener NONE = (service, previous, status) -> {};

    /**
     * A service has changed its state.
     *
     * @param service the service's name, as it was added
     * @param previous the state before
     * @param status the status since
     */
    void stateChanged(String service, State previous, Status status);

    /** The lease was renewed. */
    default void renewed() {}

    /** An attempt, or a part of it, has failed. */
    default void failed(ProblemCode kind) {}
}
