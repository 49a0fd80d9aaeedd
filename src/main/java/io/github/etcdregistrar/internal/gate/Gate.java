package io.github.etcdregistrar.internal.gate;

import java.util.Optional;

/** Keeps this instance from being registered for as long as it is closed. */
public interface Gate {

    /** Who is asked, in words that follow "no answer from": "the readiness checks". */
    String asked();

    /** Why nobody is to be sent here yet, in words; empty if all is well. May block for as long as those that it asks. */
    Optional<String> closed();

    /** Whether it is of interest only until it was open for the first time. */
    default boolean staysOpen() {
        return false;
    }
}
