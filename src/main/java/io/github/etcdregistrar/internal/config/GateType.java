package io.github.etcdregistrar.internal.config;

/** From when on to register. */
public enum GateType {
    /** When the application has started and its own HTTP port answers, where that is known. */
    STARTED,
    /** Only while the application's own readiness checks are UP. */
    READINESS,
    /** At once. */
    NONE
}
