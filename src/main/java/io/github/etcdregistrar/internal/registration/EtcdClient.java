package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a registration needs of etcd.
 *
 * <p>Every call returns or throws within the request timeout of {@link EtcdClientConfig}; the first, which may have to
 * load a client, within a few times that. After a
 * {@link EtcdUnavailableException} the next call goes out on another connection, to the next endpoint where there
 * are several, unless etcd's answer was that this very request is not permitted or too large. A registry is used by one thread at a time; only {@link #close()} may interrupt a call in progress.
 */
public interface EtcdClient extends AutoCloseable {

    /**
     * Loads and tries whatever the other calls need, of which the first could otherwise take seconds. Changes nothing in
     * etcd, and does nothing more once it has succeeded.
     */
    void prepare() throws EtcdUnavailableException;

    /**
     * Grants a lease under an id that the caller has chosen, so that a grant whose answer got lost can be repeated
     * without leaving a second lease behind.
     *
     * @param lease the id, positive; if this lease exists already it is renewed
     * @param ttl the TTL asked for, in whole seconds
     * @return the TTL granted, which can be longer than the one asked for
     */
    Duration grant(long lease, Duration ttl) throws EtcdUnavailableException;

    /**
     * Renews a lease to its full TTL.
     *
     * @return the TTL from now on
     * @throws LeaseLostException if etcd says that there is no such lease
     */
    Duration renew(long lease) throws LeaseLostException, EtcdUnavailableException;

    /**
     * Reads keys, linearizably, and watches them from that revision on until the next call for the same reader, or until
     * {@link #unwatch}.
     *
     * @param reader for whom; each has a watch of its own
     * @param onChange runs, on any thread and at least once, when one of the keys has changed since it was read or when
     *     a change could no longer be noticed because the connection is gone; it must return at once
     * @return the entries that exist, by key
     */
    Map<String, Entry> read(Object reader, Set<String> keys, Runnable onChange) throws EtcdUnavailableException;

    /** Ends the watch of a reader, if it has one. Asks nothing of etcd. */
    void unwatch(Object reader);

    /**
     * Puts entries under a lease and deletes others in one transaction, provided that none has changed since it was
     * read. Whoever watches sees the entries come before the others go.
     *
     * @param entries the values by key
     * @param obsolete the keys to delete, none of them among the entries
     * @param found the entries as {@link #read} returned them; a key that is not among them must still be absent
     * @return whether that was done
     */
    boolean put(long lease, Map<String, String> entries, Set<String> obsolete, Map<String, Entry> found)
            throws LeaseLostException, EtcdUnavailableException;

    /**
     * Revokes a lease, and thereby deletes every entry under it. That there is no such lease is no error.
     *
     * @param timeout how long to wait at the most
     */
    void revoke(long lease, Duration timeout) throws EtcdUnavailableException;

    /** Ends a call in progress, and every thread and connection of this registry. Bounded by a second. */
    @Override
    void close();
}
