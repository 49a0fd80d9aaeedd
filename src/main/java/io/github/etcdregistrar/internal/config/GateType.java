package io.github.etcdregistrar.internal.config;

/** When to register. */
public enum GateType {
    /** When the application has started and answers at its own HTTP port, if that is known. */
    STARTED,
    /** Only while the application's own readiness checks are UP. */
    READINESS,
    /** At once. */
    NONE
}
