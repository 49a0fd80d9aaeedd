package io.github.etcdregistrar.etcd;

import static io.github.etcdregistrar.registration.ProblemCode.*;

import io.github.etcdregistrar.registration.Problem;
import io.github.etcdregistrar.registration.ProblemCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What etcd's and gRPC's errors mean. */
final class Failures {

    /** How etcd's answers begin: https://github.com/etcd-io/etcd/blob/main/api/v3rpc/rpctypes/error.go. */
    private static final Map<String, ProblemCode> ANSWERS = Map.ofEntries(
            Map.entry("etcdserver: authentication failed", AUTHENTICATION_FAILED),
            Map.entry("etcdserver: user name is empty", AUTHENTICATION_REQUIRED),
            Map.entry("etcdserver: invalid auth token", AUTHENTICATION_FAILED),
            Map.entry("etcdserver: permission denied", PERMISSION_DENIED),
            Map.entry("etcdserver: no leader", NO_LEADER),
            Map.entry("etcdserver: leader changed", NO_LEADER),
            Map.entry("etcdserver: request timed out", NO_LEADER),
            Map.entry("etcdserver: not leader", NO_LEADER),
            Map.entry("etcdserver: mvcc: database space exceeded", OUT_OF_SPACE),
            Map.entry("etcdserver: request is too large", TOO_LARGE),
            Map.entry("etcdserver: too many requests", OVERLOADED));

    private Failures() {}

    /** Whether etcd has answered that a lease does not exist, or that it exists already. */
    static boolean isAboutLease(StatusRuntimeException e) {
        return switch (e.getStatus().getCode()) {
            case NOT_FOUND -> description(e).contains("requested lease not found");
            case FAILED_PRECONDITION -> description(e).contains("lease already exists");
            default -> false;
        };
    }

    /** Whether it is etcd itself that says so, and not gRPC. */
    static boolean isAnswer(StatusRuntimeException e) {
        return description(e).startsWith("etcdserver:");
    }

    /** Whether the member cannot serve, or nobody was there to answer: another one may. */
    static boolean isRefusal(StatusRuntimeException e) {
        return e.getStatus().getCode() == Status.Code.UNAVAILABLE;
    }

    /** Whether etcd wants to know, or to know anew, who we are. */
    static boolean isAboutToken(StatusRuntimeException e) {
        return Stream.of("user name is empty", "invalid auth token", "revision of auth store is old")
                .anyMatch(description(e)::contains);
    }

    /** Whether the user, whoever etcd takes us for, may not do that. */
    static boolean isNotPermitted(StatusRuntimeException e) {
        return e.getStatus().getCode() == Status.Code.PERMISSION_DENIED;
    }

    /** Whether etcd does not know a user of this name and password. */
    static boolean isWrongPassword(StatusRuntimeException e) {
        return description(e).contains("authentication failed");
    }

    /**
     * Says what went wrong.
     *
     * @param endpoint who was asked
     * @param request what for, such as {@code key /a}
     * @param answered whether anything was answered on this connection before
     * @param user as whom, {@code " for user u"} or nothing
     * @param limitMillis how long it could take
     */
    static Problem problem(
            StatusRuntimeException e, URI endpoint, boolean answered, String request, String user, long limitMillis) {
        ProblemCode code = code(e, endpoint, answered);
        String what =
                switch (code) {
                    case TIMEOUT -> "no answer within " + limitMillis + " ms";
                    case PERMISSION_DENIED -> "permission denied on " + request + user;
                    case AUTHENTICATION_FAILED -> reason(e) + user;
                    case TLS_NOT_SPOKEN, TLS_REQUIRED -> "it closes the connection instead of speaking as we do";
                    case NAME_NOT_RESOLVED -> "the name " + endpoint.getHost() + " is not known";
                    default -> reason(e);
                };
        return new Problem(code, "etcd at " + endpoint + ": " + what);
    }

    private static ProblemCode code(StatusRuntimeException e, URI endpoint, boolean answered) {
        if (isAnswer(e)) {
            return ANSWERS.entrySet().stream()
                    .filter(answer -> description(e).startsWith(answer.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(ETCD_ERROR);
        }
        if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED || has(e, ConnectTimeoutException.class)) {
            return TIMEOUT;
        }
        if (has(e, UnknownHostException.class)) {
            return NAME_NOT_RESOLVED;
        }
        if (has(e, NoRouteToHostException.class) || reason(e).contains("unreachable")) {
            return UNREACHABLE;
        }
        if (has(e, ConnectException.class)) {
            return CONNECTION_REFUSED;
        }
        return TlsFailures.code(e, endpoint, answered).orElse(isRefusal(e) ? CONNECTION_LOST : ETCD_ERROR);
    }

    static boolean has(Throwable e, Class<?> type) {
        return causes(e).anyMatch(type::isInstance);
    }

    static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
    }

    private static String reason(StatusRuntimeException e) {
        Throwable root = causes(e).reduce((outer, inner) -> inner).orElse(e);
        return root == e ? description(e) : root.toString();
    }

    private static String description(StatusRuntimeException e) {
        return Objects.toString(
                e.getStatus().getDescription(), e.getStatus().getCode().name());
    }
}
