package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import java.util.Map;

/** Supplies the desired entries. Called by one thread at a time. */
@FunctionalInterface
public interface EntrySource {

    /**
     * The values by key. Called whenever the registration starts anew, and after {@link #hasChanged} has returned
     * true. An exception is reported as the reason why nothing, or the entries of before, are registered; the call
     * is repeated.
     *
     * @param lease the id of the lease that will hold them; another one when the registration starts anew
     */
    Map<String, String> entries(long lease);

    /**
     * Whether {@link #entries} may return something else than the last time. Called after every renewal of the
     * lease, about four times in a TTL, on the thread that renews: it must not wait.
     */
    default boolean hasChanged() {
        return false;
    }

    /**
     * Whether an entry was left behind by an earlier start of this instance, which does not run any more, as after a
     * crash. Called after {@link #entries}, for a key that somebody else seems to hold. Decides about words only.
     */
    default boolean isLeftBehind(Entry entry) {
        return false;
    }
}
