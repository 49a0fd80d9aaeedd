package io.github.etcdregistrar.internal.registration;

import java.util.random.RandomGenerator;

/**
 * The ids of the leases of one registration: a random family of 47 bits, and a count of 16.
 *
 * <p>That a lease is an earlier one of our own can so be told from its id alone, however long ago it was ours, even
 * when etcd was restored from an old backup. Ids are positive, as etcd wants them.
 */
final class LeaseIds {

    private static final int COUNT_BITS = 16;

    private final long family;
    private int count;

    LeaseIds(RandomGenerator random) {
        // 47 bits, and never 0: 0 in etcd means "no lease"
        this.family = 1 + (random.nextLong() >>> (Long.SIZE - 63 + COUNT_BITS)) % ((1L << (63 - COUNT_BITS)) - 1);
    }

    long next() {
        count = (count + 1) & ((1 << COUNT_BITS) - 1);
        return family << COUNT_BITS | count;
    }

    boolean isOurs(long lease) {
        return lease >>> COUNT_BITS == family;
    }

    /** Writes a lease's id as etcdctl does: in hexadecimal. */
    static String format(long lease) {
        return Long.toHexString(lease);
    }
}
