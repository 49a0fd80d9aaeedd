package io.github.etcdregistrar.servers;

/** A column of the table of runtimes: what a user can rely on. */
enum Check {
    FOUND("name, port, URL found"),
    AFTER_THE_ANSWER("key only when it answers"),
    LIVENESS("liveness"),
    NO_READINESS("no readiness check unless asked for"),
    METRICS("metrics"),
    EXECUTOR("managed executor"),
    REST_CLIENT("Rest Client finds an instance"),
    BAD_CONFIGURATION("bad configuration fails it, in one line"),
    UNDEPLOY("undeploy takes the key"),
    SIGTERM("SIGTERM takes the key"),
    DRAIN("drain on SIGTERM"),
    KILL("kill -9: gone after the TTL"),
    REDEPLOYS("ten redeploys leave nothing behind"),
    TWO_WARS("two WARs in one server"),
    EAR("EAR"),
    QUIET("the server warns of nothing");

    private final String title;

    Check(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
