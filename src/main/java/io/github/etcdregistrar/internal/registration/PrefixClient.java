package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import java.util.List;

/**
 * The part of the port to etcd that reads what others have put. It uses the connection of its {@link EtcdClient}, but a
 * thread of its own may call it at the same time. Calls are bounded as those of {@link EtcdClient} are.
 */
public interface PrefixClient {

    /**
     * Etcd's revision. Another cluster can answer after a while, and a restored one counts from an older revision.
     *
     * @param cluster the id of the cluster
     * @param number counts the changes in it
     */
    record Revision(long cluster, long number) {}

    /** All entries below a prefix at one revision. */
    record Listing(Revision revision, List<Entry> entries) {}

    /**
     * A put, or a delete.
     *
     * @param entry the entry; of a delete only key and modification revision count
     */
    record Change(Entry entry, boolean delete) {}

    /** Is told what a watch notices, in order; on any thread, and must return at once. */
    interface WatchListener {

        /** What has happened, in etcd's order. */
        void changed(List<Change> changes);

        /** Everything up to this revision was told. */
        void reached(long revision);

        /**
         * The watch has ended, for whatever reason but {@link Watch#close}.
         *
         * @param why for people
         */
        void ended(String why);
    }

    /** A watch that goes on until it is closed, or until its listener is told of its end. */
    interface Watch extends AutoCloseable {

        /** Asks etcd to say {@link WatchListener#reached}. Does not wait. */
        void requestProgress();

        /** Ends it. A notice that is under way may still arrive. */
        @Override
        void close();
    }

    /** Lists entries, linearizably, in pages. Several requests, each within the request timeout. */
    Listing list(String prefix) throws EtcdUnavailableException;

    /** Asks a majority of the members for the present revision, as somebody who may read below the prefix. */
    Revision revision(String prefix) throws EtcdUnavailableException;

    /**
     * Watches what is below a prefix. Returns when etcd has confirmed it.
     *
     * @param from the first revision to tell of
     * @throws EtcdUnavailableException also if that revision was compacted
     */
    Watch watch(String prefix, long from, WatchListener listener) throws EtcdUnavailableException;
}
