package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The port to etcd.
 *
 * <p>Every call returns or throws within the request timeout of {@link EtcdClientConfig}; the first call may load
 * classes and take a few times as long. After an {@link EtcdUnavailableException} the next call uses another
 * connection, to the next endpoint if there are several, unless etcd has refused just this request as not permitted
 * or too large. One thread uses a client at a time, beside the one that uses {@link #prefixes()};
 * only {@link #close()} may interrupt a call in progress.
 */
public interface EtcdClient extends AutoCloseable {

    /**
     * Loads and tries whatever the other calls need, of which the first could otherwise take seconds. Changes
     * nothing in etcd. Does nothing more after a success.
     */
    void prepare() throws EtcdUnavailableException;

    /**
     * Grants a lease of an id that the caller chooses, so that a grant whose answer was lost can be repeated without
     * a second lease.
     *
     * @param lease the id, positive; if this lease exists already, it is renewed
     * @param ttl the TTL asked for, in whole seconds
     * @return the TTL granted, which can be longer
     */
    Duration grant(long lease, Duration ttl) throws EtcdUnavailableException;

    /**
     * Renews a lease to its full TTL.
     *
     * @return the TTL from now on
     * @throws LeaseLostException if etcd answers that there is no such lease
     */
    Duration renew(long lease) throws LeaseLostException, EtcdUnavailableException;

    /**
     * Renews a lease by itself a few times, on a thread of its own. Ends with the first renewal that fails, with the next
     * {@link #renew}, {@link #revoke} or {@code keepAlive}, and with the connection.
     *
     * @param delay how long until the first renewal
     * @param interval the time between two renewals
     * @param times how many renewals there are
     * @param listener is told of each
     * @return false if it does not: the last calls of {@link #renew} must have been answered on one stream
     */
    boolean keepAlive(long lease, Duration delay, Duration interval, int times, KeepAliveListener listener);

    /**
     * Reads keys, linearizably, and watches them from that revision on until the next call of the same reader or
     * {@link #unwatch}.
     *
     * @param reader the owner of the watch
     * @param onChange runs on any thread, at least once, when one of the keys has changed since it was read or when
     *     changes cannot be noticed any more; it must return at once
     * @return the entries that exist, by key
     */
    Map<String, Entry> read(Object reader, Set<String> keys, Runnable onChange) throws EtcdUnavailableException;

    /** Ends the watch of a reader, if it has one. Sends no request. */
    void unwatch(Object reader);

    /**
     * Puts entries under a lease and deletes others, in one transaction, if none has changed since it was read. A
     * watcher sees the entries come before the others go.
     *
     * @param entries the values by key
     * @param obsolete the keys to delete, none of them among the entries
     * @param found the entries as {@link #read} returned them; a key that is not among them must still be absent
     * @return whether the transaction succeeded
     */
    boolean put(long lease, Map<String, String> entries, Set<String> obsolete, Map<String, Entry> found)
            throws LeaseLostException, EtcdUnavailableException;

    /**
     * Revokes a lease, which deletes every entry under it. Succeeds if there is no such lease.
     *
     * @param timeout how long to wait at most
     */
    void revoke(long lease, Duration timeout) throws EtcdUnavailableException;

    /** The part that reads what others have put, over the same connection. Another thread may use it. */
    PrefixClient prefixes();

    /** Ends a call in progress, and every thread and connection of this client. Takes a second at most. */
    @Override
    void close();
}
