package io.github.etcdregistrar.internal.etcd;

import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Set;

/** Watches keys until the first change, or until it cannot watch any more; either runs the callback. */
final class KeyWatch implements ClientResponseObserver<WatchRequest, WatchResponse> {

    private final Set<String> keys;
    private final Runnable onChange;
    private ClientCallStreamObserver<WatchRequest> requests;

    private KeyWatch(Set<String> keys, Runnable onChange) {
        this.keys = Set.copyOf(keys);
        this.onChange = onChange;
    }

    /** Watches every change from a revision on. */
    static KeyWatch open(Channel channel, Set<String> keys, long fromRevision, Runnable onChange) {
        KeyWatch watch = new KeyWatch(keys, onChange);
        WatchGrpc.newStub(channel).watch(watch);
        for (String key : keys) {
            watch.requests.onNext(WatchRequest.newBuilder()
                    .setCreateRequest(WatchCreateRequest.newBuilder()
                            .setKey(GrpcEtcdClient.bytes(key))
                            .setStartRevision(fromRevision))
                    .build());
        }
        return watch;
    }

    /** The watched keys. */
    Set<String> keys() {
        return keys;
    }

    /** Ends the watch. The callback may run once more. */
    void cancel() {
        requests.cancel("not needed any more", null);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
        requests = stream;
    }

    @Override
    public void onNext(WatchResponse response) {
        if (response.getEventsCount() > 0 || response.getCanceled()) {
            onChange.run();
        }
    }

    @Override
    public void onError(Throwable t) {
        onChange.run();
    }

    @Override
    public void onCompleted() {
        onChange.run();
    }
}
