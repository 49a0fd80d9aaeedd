package io.github.etcdregistrar.registration;

/**
 * Is told what happens, in order, on the thread that caused it or on one that is telling of another. Never under a lock.
 * What it throws is logged and forgotten.
 */
@FunctionalInterface
public interface RegistrationListener {

    /** Does nothing. */
    RegistrationListener NONE = (service, previous, status) -> {};

    /**
     * The registration of a service has changed its state.
     *
     * @param service the service's name
     * @param previous the state before
     * @param status how the registration stands now
     */
    void stateChanged(String service, State previous, Status status);

    /** The lease has been renewed. */
    default void renewed() {}

    /**
     * An attempt has failed.
     *
     * @param kind why
     */
    default void failed(ProblemCode kind) {}
}
