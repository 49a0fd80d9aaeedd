package io.github.etcdregistrar.etcd;

import static io.github.etcdregistrar.registration.ProblemCode.*;

import io.github.etcdregistrar.endpoint.Endpoint;
import io.github.etcdregistrar.registration.ProblemCode;
import io.github.etcdregistrar.registration.RegistryUnavailableException;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What etcd's and gRPC's errors mean, and which kind of problem each is. */
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

    /** More than a network needs that is well, and little enough to be waited for. */
    private static final long MOST_PROBE_MILLIS = 100;

    private final Connection connection;
    private final Endpoint endpoint;
    private final Duration limit;
    private final Deadline deadline;

    /**
     * Those of one call.
     *
     * @param connection on which it was asked
     * @param limit how long the call could take
     * @param deadline when it must be over
     */
    Failures(Connection connection, Duration limit, Deadline deadline) {
        this.connection = connection;
        this.endpoint = connection.endpoint();
        this.limit = limit;
        this.deadline = deadline;
    }

    /** Whether etcd has answered that a lease does not exist, or that it exists already. */
    static boolean isAboutLease(StatusRuntimeException e) {
        return switch (e.getStatus().getCode()) {
            case NOT_FOUND -> description(e).contains("requested lease not found");
            case FAILED_PRECONDITION -> description(e).contains("lease already exists");
            default -> false;
        };
    }

    /** Whether it is about nothing but this request: another member would say the same, and other requests are fine. */
    static boolean isAboutRequest(StatusRuntimeException e) {
        ProblemCode code = ANSWERS.get(description(e));
        return code == PERMISSION_DENIED || code == TOO_LARGE;
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
     * @param request what was asked for, and as whom, such as {@code key /a for user u}
     */
    RegistryUnavailableException unavailable(StatusRuntimeException e, String request) {
        ProblemCode code = code(e);
        String what =
                switch (code) {
                    case TIMEOUT -> "no answer within " + limit.toMillis() + " ms";
                    case PERMISSION_DENIED -> "permission denied on " + request;
                    case AUTHENTICATION_FAILED -> reason(e) + ", asked for " + request;
                    case TLS_NOT_SPOKEN, TLS_REQUIRED -> "it closes the connection instead of speaking as we do";
                    default -> reason(e);
                };
        return new RegistryUnavailableException(code, "etcd at " + endpoint + ": " + what, e);
    }

    private ProblemCode code(StatusRuntimeException e) {
        if (isAnswer(e)) {
            return ANSWERS.entrySet().stream()
                    .filter(answer -> description(e).startsWith(answer.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(ETCD_ERROR);
        }
        if (description(e).contains("message larger than max")) {
            return TOO_LARGE; // gRPC on etcd's side, which has a limit of its own
        }
        if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED || has(e, ConnectTimeoutException.class)) {
            return TIMEOUT;
        }
        if (has(e, NoRouteToHostException.class) || reason(e).contains("unreachable")) {
            return UNREACHABLE;
        }
        if (has(e, ConnectException.class)) {
            return CONNECTION_REFUSED;
        }
        boolean encrypted = endpoint.tls();
        Optional<ProblemCode> tls = encrypted ? TlsFailures.code(e) : Optional.empty();
        return tls.or(() -> connection.hasAnswered() || !isRefusal(e) ? Optional.empty() : whatIsSpoken(encrypted))
                .orElse(isRefusal(e) ? CONNECTION_LOST : ETCD_ERROR);
    }

    /** Why the connection was closed before anything was answered. */
    private Optional<ProblemCode> whatIsSpoken(boolean encrypted) {
        if (connection.askedForCertificate()) {
            return Optional.of(TLS_CLIENT_REFUSED);
        }
        // It asks once, and may take as long to connect as to answer.
        long left = deadline.timeRemaining(TimeUnit.MILLISECONDS) / 2;
        TlsProbe probe = new TlsProbe(connection.address(), Math.min(left, MOST_PROBE_MILLIS));
        if (encrypted) {
            return probe.speaksPlain() ? Optional.of(TLS_NOT_SPOKEN) : Optional.empty();
        }
        return probe.speaksTls() ? Optional.of(TLS_REQUIRED) : Optional.empty();
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
