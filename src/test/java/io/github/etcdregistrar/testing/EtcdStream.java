package io.github.etcdregistrar.testing;

import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One watch stream, whose answers are taken one by one. */
final class EtcdStream implements AutoCloseable, StreamObserver<WatchResponse> {
    /** An answer, or the end of the stream. */
    private record Item(WatchResponse response, Status end) {}

    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final Context.CancellableContext context = Context.ROOT.withCancellation();

    EtcdStream(Channel channel, WatchRequest request) {
        context.run(() -> WatchGrpc.newStub(channel).watch(this).onNext(request));
    }

    /** The next answer, waited for; an end of the stream is thrown, and so is the time being over. */
    WatchResponse next(long nanos) throws InterruptedException {
        Item item = items.poll(nanos, TimeUnit.NANOSECONDS);
        if (item == null) {
            throw new StatusRuntimeException(Status.DEADLINE_EXCEEDED.withDescription("etcd's watch says nothing"));
        }
        if (item.response() == null) {
            throw new StatusRuntimeException(item.end());
        }
        if (item.response().getCanceled()) {
            throw new StatusRuntimeException(
                    Status.ABORTED.withDescription(item.response().getCancelReason()));
        }
        return item.response();
    }

    @Override
    public void onNext(WatchResponse response) {
        items.add(new Item(response, null));
    }

    @Override
    public void onError(Throwable failure) {
        items.add(new Item(null, Status.fromThrowable(failure)));
    }

    @Override
    public void onCompleted() {
        items.add(new Item(null, Status.UNAVAILABLE.withDescription("etcd ended the watch")));
    }

    @Override
    public void close() {
        context.cancel(null);
    }
}
