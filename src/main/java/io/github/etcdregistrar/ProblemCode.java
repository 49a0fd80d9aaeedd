package io.github.etcdregistrar;

/**
 * The kinds of problems, each with what to do. {@code docs/troubleshooting.md} has a section for each; a test keeps
 * the two equal.
 */
public enum ProblemCode {
    NAME_NOT_RESOLVED(
            "Correct the name in etcd.registrar.endpoints or etcd.registrar.discovery-srv, or this machine's DNS"),
    CONNECTION_REFUSED("Start etcd, or correct etcd.registrar.endpoints"),
    UNREACHABLE("There is no route: correct etcd.registrar.endpoints, or the network"),
    TIMEOUT("Check if etcd is overloaded or a firewall drops packets"),
    CONNECTION_LOST("Check if etcd was stopped, or a proxy in between closes connections"),
    TLS_UNTRUSTED("Set etcd.registrar.tls.ca to the CA that signed etcd's certificate"),
    TLS_EXPIRED("Renew etcd's certificate, or correct a clock"),
    TLS_WRONG_NAME("Use a name in etcd.registrar.endpoints that is in etcd's certificate,"
            + " or name one by etcd.registrar.tls.authority"),
    TLS_NOT_SPOKEN("Begin the endpoint with http://, or switch TLS on in etcd"),
    TLS_REQUIRED("Begin the endpoint with https:// if etcd has TLS there, or correct the port"),
    TLS_CLIENT_REFUSED("Set etcd.registrar.tls.certificate and .key to a pair that etcd's client CA has signed"),
    TLS_SETTINGS("Correct the property or the file; no restart is needed"),
    TLS_FAILED("See etcd's log for the reason"),
    AUTHENTICATION_REQUIRED("Set etcd.registrar.user and etcd.registrar.password"),
    AUTHENTICATION_FAILED("Correct etcd.registrar.user or etcd.registrar.password"),
    PERMISSION_DENIED("Grant one of the user's roles readwrite permission on the prefix"),
    NO_LEADER("A majority of etcd's members must be up and reach each other"),
    OUT_OF_SPACE("Compact and defragment etcd, then disarm its alarm"),
    TOO_LARGE("Register less: value and metadata together must fit into one request"),
    OVERLOADED("Check etcd's load; requests are sent less often meanwhile"),
    ETCD_ERROR("See etcd's log"),
    KEY_HELD("Stop the other, choose another key, or set etcd.registrar.on-conflict"),
    KEY_LEFT_BEHIND("Nothing, but wait: etcd removes it. If it stays, that process still runs"),
    KEY_CONTESTED("Find out who else writes this key"),
    TTL_DIFFERS("Ask for at least the shortest TTL that etcd grants: one and a half times its election timeout"),
    NOTHING_TO_REGISTER("Correct what the message names"),
    NOT_READY("It is registered as soon as that is over; etcd.registrar.gate says what is waited for"),
    INTERNAL_ERROR("Please report it, with the stack trace that is logged at FINE");

    private final String advice;

    ProblemCode(String advice) {
        this.advice = advice;
    }

    /** What to do, in one sentence. */
    public String advice() {
        return advice;
    }
}
