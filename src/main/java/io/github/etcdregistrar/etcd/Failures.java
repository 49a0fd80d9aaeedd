package io.github.etcdregistrar.etcd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Objects;

/** What etcd's and gRPC's errors mean. */
final class Failures {

    private Failures() {}

    /** Whether etcd has answered that a lease does not exist, or that it exists already. */
    static boolean isAboutLease(StatusRuntimeException e) {
        String description = Objects.toString(e.getStatus().getDescription(), "");
        return switch (e.getStatus().getCode()) {
            case NOT_FOUND -> description.contains("requested lease not found");
            case FAILED_PRECONDITION -> description.contains("lease already exists");
            default -> false;
        };
    }

    /** Whether it is etcd itself that says so, and not gRPC. */
    static boolean isAnswer(StatusRuntimeException e) {
        return Objects.toString(e.getStatus().getDescription(), "").startsWith("etcdserver:");
    }

    /** Whether the member cannot serve, or nobody was there to answer: another one may. */
    static boolean isRefusal(StatusRuntimeException e) {
        return e.getStatus().getCode() == Status.Code.UNAVAILABLE;
    }

    /** Says in one line what went wrong, in the same words whenever the same goes wrong. */
    static String describe(StatusRuntimeException e, Duration timeout) {
        Status status = e.getStatus();
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return "no answer within " + timeout.toMillis() + " ms";
        }
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause == null ? status.getDescription() : cause.toString();
        return (status.getCode() + ": " + reason).replaceAll("\\s+", " ");
    }
}
