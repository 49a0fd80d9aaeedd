package io.github.etcdregistrar.internal.registration;

import java.util.random.RandomGenerator;

/**
 * Makes the ids of the leases of one registration: a random family of 47 bits, and a count of 16.
 *
 * <p>So the id alone tells that a lease is an earlier one of this registration, even when etcd was restored from an
 * old backup. Ids are positive, as etcd wants them.
 */
final class LeaseIds {

    private static final int COUNT_BITS = 16;

    private final RandomGenerator random;
    /** Drawn with the first id; 0 before. */
    private long family;

    private int count;

    LeaseIds(RandomGenerator random) {
        this.random = random;
    }

    long next() {
        if (family == 0) {
            // 47 bits, and never 0: 0 in etcd means "no lease"
            family = 1 + (random.nextLong() >>> (Long.SIZE - 63 + COUNT_BITS)) % ((1L << (63 - COUNT_BITS)) - 1);
        }
        count = (count + 1) & ((1 << COUNT_BITS) - 1);
        return family << COUNT_BITS | count;
    }

    boolean isOurs(long lease) {
        return family != 0 && lease >>> COUNT_BITS == family;
    }

    /** Writes an id as etcdctl does, in hexadecimal. */
    static String format(long lease) {
        return Long.toHexString(lease);
    }
}
