package io.github.etcdregistrar.internal.config;

/** What the liveness check reports. */
public enum LivenessPolicy {
    /** Whether our own loop turns. It does while etcd is away, too: an outage of etcd must not restart every pod. */
    LOOP,
    /** Whether the instance is registered and its lease is alive. */
    REGISTERED
}
