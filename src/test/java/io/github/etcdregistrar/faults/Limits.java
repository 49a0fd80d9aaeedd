package io.github.etcdregistrar.faults;

import java.time.Duration;

/** What is promised, and what is asserted: more, because a machine that runs tests has much else to do. */
final class Limits {
    /** How much longer than promised anything may take. {@code -Dfaults.slack=0} asserts the promise itself. */
    static final Duration SLACK = Duration.ofSeconds(Integer.getInteger("faults.slack", 3));

    /** Back within two seconds. */
    static final Duration BACK = Duration.ofSeconds(2).plus(SLACK);

    /** A key that another has held, within a second. */
    static final Duration TAKEN = Duration.ofSeconds(1).plus(SLACK);

    /** A key whose holder is gone for good goes with its lease: etcd takes TTL and up to 1.5 s. */
    static final Duration GONE = Scene.TTL.plusMillis(1500).plus(SLACK);

    /** A second; and never as long as a lease that was left to expire would take. */
    static final Duration REVOKED = Duration.ofSeconds(1).plus(SLACK.dividedBy(2));

    /** The shutdown budget and a second. */
    static final Duration STOP = Duration.ofSeconds(3).plus(SLACK.dividedBy(4));

    /**
     * For how long the key must stand to be called back. The promise is three TTLs; a lease and a half is enough to see
     * the key go with an earlier lease, which is what usually happens.
     */
    static final Duration STAY = Duration.ofSeconds(Integer.getInteger("faults.stay", 7));

    /** How long to wait for one that is worse than promised, so that the table can tell by how much. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Limits() {}
}
