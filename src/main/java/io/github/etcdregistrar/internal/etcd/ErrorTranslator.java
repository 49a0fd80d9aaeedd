package io.github.etcdregistrar.internal.etcd;

import static io.github.etcdregistrar.ProblemCode.*;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Translates errors of etcd and gRPC into problems. */
final class ErrorTranslator {

    /** More than a healthy network needs, and short enough to wait for. */
    private static final long MOST_PROBE_MILLIS = 100;

    private final Connection connection;
    private final Endpoint endpoint;
    private final Duration limit;
    private final Deadline deadline;

    /**
     * Translates the errors of one call.
     *
     * @param connection the connection of the call
     * @param limit how long the call could take
     * @param deadline when it must be over
     */
    ErrorTranslator(Connection connection, Duration limit, Deadline deadline) {
        this.connection = connection;
        this.endpoint = connection.endpoint();
        this.limit = limit;
        this.deadline = deadline;
    }

    /**
     * Makes the exception.
     *
     * @param request what was asked for, and by whom, such as {@code key /a for user u}
     */
    EtcdUnavailableException unavailable(StatusRuntimeException e, String request) {
        ProblemCode code = code(e);
        String what =
                switch (code) {
                    case TIMEOUT -> "no answer within " + limit.toMillis() + " ms";
                    case PERMISSION_DENIED -> "permission denied on " + request;
                    case AUTHENTICATION_FAILED -> reason(e) + " when requesting " + request;
                    case TLS_NOT_SPOKEN -> "it closes the connection: it does not speak TLS";
                    case TLS_REQUIRED -> "it closes the connection: it requires TLS";
                    default -> reason(e);
                };
        return new EtcdUnavailableException(code, "etcd at " + endpoint + ": " + what, e);
    }

    /** Whether the member cannot serve, or cannot be reached: another one may serve. */
    static boolean isRefusal(StatusRuntimeException e) {
        return e.getStatus().getCode() == Status.Code.UNAVAILABLE
                || EtcdError.is(e, EtcdError.Scope.MEMBER)
                || has(e, UnsupportedAddressTypeException.class);
    }

    private ProblemCode code(StatusRuntimeException e) {
        if (EtcdError.isAnswer(e)) {
            return EtcdError.of(e).map(EtcdError::code).orElse(ETCD_ERROR);
        }
        if (description(e).contains("message larger than max")) {
            return TOO_LARGE; // gRPC on etcd's side, which has a limit of its own
        }
        if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED || has(e, ConnectTimeoutException.class)) {
            return TIMEOUT;
        }
        if (has(e, UnsupportedAddressTypeException.class)
                || has(e, NoRouteToHostException.class)
                || reason(e).contains("unreachable")) {
            return UNREACHABLE;
        }
        if (has(e, ConnectException.class)) {
            return CONNECTION_REFUSED;
        }
        boolean encrypted = endpoint.tls();
        Optional<ProblemCode> tls = encrypted ? TlsErrors.code(e) : Optional.empty();
        return tls.or(() -> connection.hasAnswered() || !isRefusal(e) ? Optional.empty() : probeProtocol(encrypted))
                .orElse(isRefusal(e) ? CONNECTION_LOST : ETCD_ERROR);
    }

    /** Why the connection was closed before any answer. */
    private Optional<ProblemCode> probeProtocol(boolean encrypted) {
        if (connection.askedForCertificate()) {
            return Optional.of(TLS_CLIENT_REFUSED);
        }
        // Two parts: one to connect, one for the answer.
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
        if (has(e, UnsupportedAddressTypeException.class)) {
            return "this JVM uses IPv4 only (-Djava.net.preferIPv4Stack=true)";
        }
        Throwable root = causes(e).reduce((outer, inner) -> inner).orElse(e);
        return root == e ? description(e) : root.toString();
    }

    private static String description(StatusRuntimeException e) {
        return Objects.toString(
                e.getStatus().getDescription(), e.getStatus().getCode().name());
    }
}
