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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Renews leases on one stream, which stays open: a request and an answer for each renewal, in the same order. The
 * stream has no deadline; each answer has one.
 */
final class KeepAliveStream implements ClientResponseObserver<LeaseKeepAliveRequest, LeaseKeepAliveResponse> {

    /** The answers that are due. Guarded by this, as all that follows; they are completed without the lock. */
    private final Queue<CompletableFuture<LeaseKeepAliveResponse>> due = new ArrayDeque<>();

    private ClientCallStreamObserver<LeaseKeepAliveRequest> requests;
    /** Why the stream has ended; null while it is open. */
    private StatusRuntimeException failure;
    /** Whether the next {@link #renew} throws the failure, because an answer was due that nobody waited for. */
    private boolean failureUntold;

    private int answers;

    private KeepAliveStream() {}

    /** Opens a stream. Does not wait for etcd. */
    static KeepAliveStream open(Channel channel) {
        KeepAliveStream stream = new KeepAliveStream();
        LeaseGrpc.newStub(channel).leaseKeepAlive(stream);
        return stream;
    }

    /** Whether it is open, or has ended with a failure that is to be told. */
    synchronized boolean isUsable() {
        return failure == null || failureUntold;
    }

    /** How many renewals were answered. */
    synchronized int answers() {
        return answers;
    }

    /**
     * Renews a lease.
     *
     * @throws StatusRuntimeException if the stream ends without an answer, or there is none in time, now or for
     *     a renewal that was sent before; the stream is of no use then
     */
    LeaseKeepAliveResponse renew(LeaseKeepAliveRequest request, Deadline deadline) {
        throwUntoldFailure();
        try {
            return StreamAnswers.await(send(request), deadline);
        } catch (StatusRuntimeException e) {
            // A late answer must not be taken for the next one. The stream ends on another thread, with its own error.
            fail(e);
            told();
            throw e;
        }
    }

    private synchronized void throwUntoldFailure() {
        if (failureUntold) {
            told();
            throw failure;
        }
    }

    private synchronized void told() {
        failureUntold = false;
    }

    /** Sends a request, and does not wait for the answer. */
    CompletableFuture<LeaseKeepAliveResponse> send(LeaseKeepAliveRequest request) {
        CompletableFuture<LeaseKeepAliveResponse> answer = new CompletableFuture<>();
        synchronized (this) {
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            due.add(answer);
            requests.onNext(request);
        }
        return answer;
    }

    /** Ends the stream if an answer is not there. The next {@link #renew} throws that. */
    void giveUp(CompletableFuture<LeaseKeepAliveResponse> answer) {
        if (!answer.isDone()) {
            fail(StreamAnswers.timeout(null));
        }
    }

    /** Ends the stream, on which no answer is due. */
    void close() {
        fail(Status.CANCELLED.withDescription("not used any more").asRuntimeException());
    }

    /** Ends the stream and all that is due on it, unless it has ended. */
    void fail(StatusRuntimeException e) {
        if (end(e)) {
            requests.cancel(e.getStatus().getDescription(), e.getStatus().getCause());
        }
    }

    private boolean end(StatusRuntimeException e) {
        List<CompletableFuture<LeaseKeepAliveResponse>> unanswered;
        synchronized (this) {
            if (failure != null) {
                return false;
            }
            failure = e;
            unanswered = List.copyOf(due);
            due.clear();
            failureUntold = !unanswered.isEmpty();
        }
        unanswered.forEach(answer -> answer.completeExceptionally(e));
        return true;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<LeaseKeepAliveRequest> stream) {
        requests = stream;
    }

    @Override
    public void onNext(LeaseKeepAliveResponse response) {
        CompletableFuture<LeaseKeepAliveResponse> answer;
        synchronized (this) {
            answer = due.poll();
            answers++;
        }
        if (answer != null) {
            answer.complete(response);
        }
    }

    @Override
    public void onError(Throwable t) {
        end(Status.fromThrowable(t).asRuntimeException());
    }

    @Override
    public void onCompleted() {
        onError(Status.UNAVAILABLE
                .withDescription("the stream ended without an answer")
                .asRuntimeException());
    }
}
