package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.ProblemCode;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The errors of etcd that are told apart. The text alone decides: {@code etcd grpc-proxy} keeps it, and replaces the status
 * code by UNKNOWN.
 *
 * @see <a href="https://github.com/etcd-io/etcd/blob/main/api/v3rpc/rpctypes/error.go">etcd's list</a>
 */
enum EtcdError {
    LEASE_NOT_FOUND("requested lease not found", ProblemCode.ETCD_ERROR, Scope.LEASE),
    LEASE_EXISTS("lease already exists", ProblemCode.ETCD_ERROR, Scope.LEASE),
    TOKEN_MISSING("user name is empty", ProblemCode.AUTHENTICATION_REQUIRED, Scope.TOKEN),
    TOKEN_INVALID("invalid auth token", ProblemCode.AUTHENTICATION_FAILED, Scope.TOKEN),
    TOKEN_OLD("revision of auth store is old", ProblemCode.AUTHENTICATION_FAILED, Scope.TOKEN),
    WRONG_PASSWORD("authentication failed", ProblemCode.AUTHENTICATION_FAILED, Scope.USER),
    PERMISSION_DENIED("permission denied", ProblemCode.PERMISSION_DENIED, Scope.REQUEST),
    TOO_LARGE("request is too large", ProblemCode.TOO_LARGE, Scope.REQUEST),
    OUT_OF_SPACE("database space exceeded", ProblemCode.OUT_OF_SPACE, Scope.CLUSTER),
    OVERLOADED("too many requests", ProblemCode.OVERLOADED, Scope.CLUSTER),
    NO_LEADER("no leader", ProblemCode.NO_LEADER, Scope.MEMBER),
    LEADER_CHANGED("leader changed", ProblemCode.NO_LEADER, Scope.MEMBER),
    NOT_LEADER("not leader", ProblemCode.NO_LEADER, Scope.MEMBER),
    REQUEST_TIMED_OUT("request timed out", ProblemCode.NO_LEADER, Scope.MEMBER),
    UNHEALTHY("unhealthy cluster", ProblemCode.NO_LEADER, Scope.MEMBER),
    LEARNER("rpc not supported for learner", ProblemCode.ETCD_ERROR, Scope.MEMBER),
    STOPPED("server stopped", ProblemCode.CONNECTION_LOST, Scope.MEMBER),
    NOT_CAPABLE("not capable", ProblemCode.ETCD_ERROR, Scope.MEMBER);

    /** What an error is about. */
    enum Scope {
        /** The lease of the request. */
        LEASE,
        /** The token of the request: another one helps. */
        TOKEN,
        /** The user and the password. */
        USER,
        /** Nothing but this request: another member would say the same, and other requests are fine. */
        REQUEST,
        /** All members. */
        CLUSTER,
        /** This member: another one can serve. */
        MEMBER
    }

    private static final String PREFIX = "etcdserver: ";
    /** Those of etcd's store. */
    private static final String STORE = "mvcc: ";

    private final String text;
    private final ProblemCode code;
    private final Scope scope;

    EtcdError(String text, ProblemCode code, Scope scope) {
        this.text = text;
        this.code = code;
        this.scope = scope;
    }

    /** The error that etcd has answered, if it is one of these. */
    static Optional<EtcdError> of(StatusRuntimeException e) {
        String description = Objects.toString(e.getStatus().getDescription(), "");
        int start = description.indexOf(PREFIX);
        if (start < 0) {
            return Optional.empty();
        }
        String answer = description.substring(start + PREFIX.length()).replaceFirst("^" + STORE, "");
        return Arrays.stream(values())
                .filter(error -> answer.startsWith(error.text))
                .findFirst();
    }

    /** Whether etcd itself has answered, and not gRPC. */
    static boolean isAnswer(StatusRuntimeException e) {
        return Objects.toString(e.getStatus().getDescription(), "").contains(PREFIX);
    }

    static boolean is(StatusRuntimeException e, Scope scope) {
        return of(e).filter(error -> error.scope == scope).isPresent();
    }

    ProblemCode code() {
        return code;
    }
}
