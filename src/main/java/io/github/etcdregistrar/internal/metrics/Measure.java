package io.github.etcdregistrar.internal.metrics;

/**
 * What is measured. Names and units follow OpenTelemetry's semantic conventions: namespaces with dots, a plural for what
 * is counted, units by UCUM, and no unit in a name. {@code docs/health-and-metrics.md} has them all, and a test keeps the two the same.
 */
enum Measure {
    REGISTERED("etcd.registrar.registered", "{service}", "Whether the service is registered: 1 or 0"),
    LEASE_REMAINING("etcd.registrar.lease.remaining", "s", "How long the lease lives if it is not renewed"),
    LEASE_RENEWALS("etcd.registrar.lease.renewals", "{renewal}", "Renewals of the lease"),
    FAILURES("etcd.registrar.failures", "{failure}", "Attempts that have failed, by kind"),
    REREGISTRATIONS(
            "etcd.registrar.reregistrations",
            "{reregistration}",
            "How often the service was lost and registered again"),
    RECOVERY_DURATION(
            "etcd.registrar.recovery.duration", "s", "How long it took until a lost service was registered again"),
    DISCOVERY_INSTANCES("etcd.registrar.discovery.instances", "{instance}", "Known instances, suspect ones included"),
    DISCOVERY_AGE("etcd.registrar.discovery.age", "s", "The time since etcd has proven that the list is true");

    /** The attribute that tells applications in one server apart. */
    static final String APPLICATION = "etcd.registrar.application";
    /** The attribute with the service's name. */
    static final String SERVICE = "etcd.registrar.service";
    /** The attribute with the kind of a failure. */
    static final String ERROR_TYPE = "error.type";

    private final String id;
    private final String unit;
    private final String description;

    Measure(String id, String unit, String description) {
        this.id = id;
        this.unit = unit;
        this.description = description;
    }

    /** Its name. */
    String id() {
        return id;
    }

    /** Its unit, by UCUM: seconds, or in braces what is counted. */
    String unit() {
        return unit;
    }

    /** What it means, in one line. */
    String description() {
        return description;
    }
}
