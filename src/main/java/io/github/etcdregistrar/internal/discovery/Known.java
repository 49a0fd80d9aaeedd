package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.ServiceInstance;
import java.util.List;

/**
 * What one entry says.
 *
 * @param revision etcd's revision of the entry
 * @param hash of the value: the value itself is not kept
 * @param suspectSince when it became suspect, in nanoseconds of proven time
 */
record Known(List<ServiceInstance> instances, long revision, int hash, long suspectSince) {

    static final long NOT_SUSPECT = -1;

    boolean isSuspect() {
        return suspectSince != NOT_SUSPECT;
    }

    Known suspect(long since) {
        List<ServiceInstance> marked = instances.stream()
                .map(it -> new ServiceInstance(
                        it.service(), it.id(), it.scheme(), it.host(), it.port(), it.attributes(), true))
                .toList();
        return new Known(marked, revision, hash, since);
    }

    boolean differs(Known other) {
        return hash != other.hash || isSuspect() != other.isSuspect();
    }
}
