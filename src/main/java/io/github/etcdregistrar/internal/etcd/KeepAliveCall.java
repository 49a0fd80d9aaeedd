package io.github.etcdregistrar.internal.etcd;

import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One renewal: a stream with one request and one answer. The request side stays open until the answer is here: {@code etcd
 * grpc-proxy} ends a stream whose client has ended its side, answered or not.
 */
final class KeepAliveCall implements ClientResponseObserver<LeaseKeepAliveRequest, LeaseKeepAliveResponse> {

    private final CompletableFuture<LeaseKeepAliveResponse> answer = new CompletableFuture<>();
    private ClientCallStreamObserver<LeaseKeepAliveRequest> requests;

    private KeepAliveCall() {}

    /**
     * Renews a lease.
     *
     * @throws StatusRuntimeException if there is no answer within the deadline of the channel's calls
     */
    static LeaseKeepAliveResponse renew(Channel channel, LeaseKeepAliveRequest request) {
        KeepAliveCall call = new KeepAliveCall();
        LeaseGrpc.newStub(channel).leaseKeepAlive(call);
        call.requests.onNext(request);
        try {
            LeaseKeepAliveResponse answered = call.answer.get();
            call.requests.onCompleted();
            return answered;
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e.getCause()).asRuntimeException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.requests.cancel("interrupted", e);
            throw Status.CANCELLED.withDescription("interrupted").withCause(e).asRuntimeException();
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
        answer.completeExceptionally(t);
    }

    @Override
    public void onCompleted() {
        answer.completeExceptionally(Status.UNAVAILABLE
                .withDescription("the stream ended without an answer")
                .asRuntimeException());
    }
}
