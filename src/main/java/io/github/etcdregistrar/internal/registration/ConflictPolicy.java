package io.github.etcdregistrar.internal.registration;

/** What to do when somebody else holds the key. An earlier lease of this registration is no conflict. */
public enum ConflictPolicy {
    /** Leave the key alone, and take it when its holder has gone. */
    WAIT,
    /** Take the key at once, in one transaction. */
    TAKEOVER,
    /** Give up until {@link Registration#register()} is called. */
    FAIL
}
