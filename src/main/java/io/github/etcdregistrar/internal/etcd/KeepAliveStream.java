package io.github.etcdregistrar.internal.etcd;

import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Renews leases on one stream, which stays open: a request and an answer for each renewal. One renewal at a time.
 * The stream has no deadline; each answer has one.
 */
final class KeepAliveStream implements ClientResponseObserver<LeaseKeepAliveRequest, LeaseKeepAliveResponse> {

    private ClientCallStreamObserver<LeaseKeepAliveRequest> requests;
    private volatile CompletableFuture<LeaseKeepAliveResponse> answer = new CompletableFuture<>();
    /** Why the stream has ended; null while it is open. */
    private volatile StatusRuntimeException failure;

    private KeepAliveStream() {}

    /** Opens a stream. Does not wait for etcd. */
    static KeepAliveStream open(Channel channel) {
        KeepAliveStream stream = new KeepAliveStream();
        LeaseGrpc.newStub(channel).leaseKeepAlive(stream);
        return stream;
    }

    boolean isOpen() {
        return failure == null;
    }

    /**
     * Renews a lease.
     *
     * @throws StatusRuntimeException if the stream ends without an answer, or there is none in time; the stream is
     *     of no use then
     */
    LeaseKeepAliveResponse renew(LeaseKeepAliveRequest request, Deadline deadline) {
        CompletableFuture<LeaseKeepAliveResponse> expected = new CompletableFuture<>();
        answer = expected;
        if (failure != null) { // It ended before it could know of this answer.
            throw failure;
        }
        requests.onNext(request);
        try {
            return expected.get(deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e.getCause()).asRuntimeException();
        } catch (TimeoutException e) {
            throw cancel(Status.DEADLINE_EXCEEDED.withDescription("no answer in time"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancel(Status.CANCELLED.withDescription("interrupted"), e);
        }
    }

    /** A late answer must not be taken for the next one. */
    private StatusRuntimeException cancel(Status status, Exception cause) {
        StatusRuntimeException reason = status.withCause(cause).asRuntimeException();
        failure = reason;
        // Ends the stream, on another thread, with an error of its own.
        requests.cancel(status.getDescription(), cause);
        return reason;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<LeaseKeepAliveRequest> stream) {
        requests = stream;
    }

    @Override
    public void onNext(LeaseKeepAliveResponse response) {
        answer.complete(response);
    }

    @Override
    public void onError(Throwable t) {
        failure = Status.fromThrowable(t).asRuntimeException();
        answer.completeExceptionally(t);
    }

    @Override
    public void onCompleted() {
        onError(Status.UNAVAILABLE
                .withDescription("the stream ended without an answer")
                .asRuntimeException());
    }
}
