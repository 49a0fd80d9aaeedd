package io.github.etcdregistrar.internal.etcd;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.github.etcdregistrar.internal.registration.PrefixClient.Change;
import io.github.etcdregistrar.internal.registration.PrefixClient.Watch;
import io.github.etcdregistrar.internal.registration.PrefixClient.WatchListener;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.CompletableFuture;

/** A watch of all that is below a prefix, on a stream of its own. */
final class PrefixWatch implements Watch, ClientResponseObserver<WatchRequest, WatchResponse> {

    /** {@code fragment} of etcd's WatchCreateRequest, which jetcd's messages do not know: large answers come in parts. */
    private static final UnknownFieldSet FRAGMENT = UnknownFieldSet.newBuilder()
            .addField(8, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    private final WatchListener listener;
    private final CompletableFuture<Void> created = new CompletableFuture<>();
    private ClientCallStreamObserver<WatchRequest> requests;
    private volatile boolean closed;

    private PrefixWatch(WatchListener listener) {
        this.listener = listener;
    }

    /**
     * Opens a watch, and waits for etcd's confirmation.
     *
     * @throws StatusRuntimeException if there is none until the deadline, or etcd refuses
     */
    static PrefixWatch open(Channel channel, String prefix, long from, WatchListener listener, Deadline deadline) {
        PrefixWatch watch = new PrefixWatch(listener);
        WatchGrpc.newStub(channel)
                .withMaxInboundMessageSize(GrpcPrefixClient.LARGEST_ANSWER)
                .watch(watch);
        watch.requests.onNext(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(GrpcEtcdClient.bytes(prefix))
                        .setRangeEnd(GrpcPrefixClient.end(prefix))
                        .setStartRevision(from)
                        .setProgressNotify(true)
                        .setUnknownFields(FRAGMENT))
                .build());
        try {
            StreamAnswers.await(watch.created, deadline);
            return watch;
        } catch (StatusRuntimeException e) {
            watch.cancel();
            throw e;
        }
    }

    @Override
    public void requestProgress() {
        try {
            requests.onNext(WatchRequest.newBuilder()
                    .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                    .build());
        } catch (IllegalStateException e) {
            listener.ended("it cannot be asked any more");
        } finally {
            FastThreadLocal.removeAll();
        }
    }

    @Override
    public void close() {
        try {
            cancel();
        } finally {
            FastThreadLocal.removeAll();
        }
    }

    private void cancel() {
        closed = true;
        requests.cancel("not needed any more", null);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
        requests = stream;
    }

    @Override
    public void onNext(WatchResponse response) {
        if (response.getCanceled()) {
            // A watch alone on its stream: with it the stream is of no use.
            String compacted = response.getCompactRevision() > 0 ? "compacted to " + response.getCompactRevision() : "";
            onError(Status.UNKNOWN
                    .withDescription(response.getCancelReason() + compacted)
                    .asRuntimeException());
        } else if (response.getEventsCount() > 0) {
            listener.changed(
                    response.getEventsList().stream().map(PrefixWatch::change).toList());
        } else if (response.getCreated()) {
            created.complete(null);
        } else {
            listener.reached(response.getHeader().getRevision());
        }
    }

    @Override
    public void onError(Throwable t) {
        created.completeExceptionally(t);
        if (!closed) {
            listener.ended(String.valueOf(t.getMessage()));
        }
    }

    @Override
    public void onCompleted() {
        onError(Status.UNAVAILABLE.withDescription("the stream ended").asRuntimeException());
    }

    private static Change change(Event event) {
        return new Change(GrpcEtcdClient.entry(event.getKv()), event.getType() == Event.EventType.DELETE);
    }
}
