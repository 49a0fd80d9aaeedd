package io.github.etcdregistrar.internal.registration;

import java.util.Map;

/** What to register. Asked by steps only, so by one thread at a time. */
@FunctionalInterface
public interface EntrySource {

    /**
     * The values by key; called whenever the registration begins anew, and after {@link #hasChanged} has said so. What
     * it throws is reported as the reason why nothing, or what was registered before, is registered, and it is called
     * again.
     *
     * @param lease the id of the lease under which they will stand; another one when the registration begins anew
     */
    Map<String, String> entries(long lease);

    /**
     * Whether {@link #entries} may return something else than the last time. Asked after every renewal of the lease, so
     * about four times in a TTL, and on the thread of the renewals: it must not wait for anything.
     */
    default boolean hasChanged() {
        return false;
    }
}
