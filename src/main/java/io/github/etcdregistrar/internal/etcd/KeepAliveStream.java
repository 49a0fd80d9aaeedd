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
            return StreamAnswers.await(expected, deadline);
        } catch (StatusRuntimeException e) {
            if (failure == null) {
                failure = e;
                // A late answer must not be taken for the next one. The stream ends on another thread, with its own
                // error.
                requests.cancel(e.getStatus().getDescription(), e.getStatus().getCause());
            }
            throw e;
        }
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
