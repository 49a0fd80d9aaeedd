package io.github.etcdregistrar.internal.bootstrap;

import java.util.Optional;

/** Keeps this instance from being registered while it is closed. */
public interface Gate {

    /** The name for messages, as in "no answer from the readiness checks". */
    String name();

    /** Why the gate is closed; empty if it is open. May block. */
    Optional<String> closedReason();

    /** Whether it need not be asked again once it was open. */
    default boolean staysOpen() {
        return false;
    }
}
