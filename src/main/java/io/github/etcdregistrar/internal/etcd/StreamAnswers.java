package io.github.etcdregistrar.internal.etcd;

import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for an answer on a stream, whose deadline gRPC would apply to the stream as a whole. */
final class StreamAnswers {

    private StreamAnswers() {}

    /**
     * Waits for an answer.
     *
     * @throws StatusRuntimeException if the stream ends without it, or there is none in time
     */
    static <T> T await(CompletableFuture<T> answer, Deadline deadline) {
        try {
            return answer.get(deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e.getCause()).asRuntimeException();
        } catch (TimeoutException e) {
            throw timeout(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(Status.CANCELLED, "interrupted", e);
        }
    }

    /** The failure of an answer that is not there in time. */
    static StatusRuntimeException timeout(TimeoutException cause) {
        return failure(Status.DEADLINE_EXCEEDED, "no answer in time", cause);
    }

    private static StatusRuntimeException failure(Status status, String description, Exception cause) {
        return status.withDescription(description).withCause(cause).asRuntimeException();
    }
}
