package io.github.etcdregistrar.cdi;

/** From when on to register. */
public enum GateKind {
    /** When the application has started and its own HTTP port answers, where that is known. */
    STARTED,
    /** Only while the application's own readiness checks are UP. */
    READINESS,
    /** At once. */
    NONE
}
