package io.github.etcdregistrar.internal.registration;

import java.time.Duration;

/**
 * Is told of the renewals that an {@link EtcdClient} makes by itself. Any thread calls it; it must return at once. By default
 * it does nothing.
 */
public interface KeepAliveListener {

    /** A renewal is about to be sent. */
    default void sending() {}

    /**
     * Etcd has answered the renewal that was sent last.
     *
     * @param ttl the TTL from then on
     */
    default void renewed(Duration ttl) {}

    /** The renewal that was sent last has failed, and none follows. The next {@link EtcdClient#renew} tells why. */
    default void failed() {}
}
