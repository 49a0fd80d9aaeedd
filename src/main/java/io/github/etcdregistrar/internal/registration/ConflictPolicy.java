package io.github.etcdregistrar.internal.registration;

/** What to do when the key is held by somebody else. An earlier lease of this same registration is never a rival. */
public enum ConflictPolicy {
    /** Leave the key alone and take it when its holder has gone. */
    WAIT,
    /** Take the key at once, in one transaction. */
    TAKEOVER,
    /** Give up until {@link Registration#register()} is called. */
    FAIL
}
