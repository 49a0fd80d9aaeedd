package io.github.etcdregistrar.testing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A channel to each endpoint, used in turn: the one that answered last is asked first. */
final class EtcdConnection implements AutoCloseable {
    private final List<ManagedChannel> channels;
    private final long timeoutMillis;
    private volatile Optional<Function<Channel, String>> token = Optional.empty();
    private volatile int preferred;

    EtcdConnection(List<String> endpoints, long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
        channels = endpoints.stream().map(URI::create).map(EtcdConnection::open).toList();
    }

    /** Says from now on who it is, anew for each call: tokens expire, and etcd forgets them. */
    void as(Function<Channel, String> newToken) {
        token = Optional.of(newToken);
    }

    /** One call, to be made with the deadline in the options. */
    interface Call<T> {
        T on(Channel channel, CallOptions options);
    }

    /** Makes a call of a generated stub, with the deadline, on one endpoint after the other, until one answers. */
    <S extends AbstractStub<S>, T> T call(Function<Channel, S> stub, Function<S, T> call) {
        return call((channel, options) -> call.apply(stub.apply(channel).withDeadline(options.getDeadline())));
    }

    /** Makes the call on one endpoint after the other, until one answers. */
    <T> T call(Call<T> call) {
        int first = preferred;
        for (int i = 0; ; i++) {
            int index = (first + i) % channels.size();
            try {
                CallOptions options =
                        CallOptions.DEFAULT.withDeadline(Deadline.after(timeoutMillis, TimeUnit.MILLISECONDS));
                T answer = call.on(identified(ready(channels.get(index))), options);
                preferred = index;
                return answer;
            } catch (StatusRuntimeException e) {
                boolean last = i == channels.size() - 1;
                if (last || !isConnectionTrouble(e.getStatus())) {
                    throw e;
                }
            }
        }
    }

    /** The channel that answered last. */
    Channel channel() {
        return identified(ready(channels.get(preferred)));
    }

    /** Makes the next endpoint the preferred one. */
    void turn() {
        preferred = (preferred + 1) % channels.size();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private Channel identified(Channel channel) {
        return token.<Channel>map(known -> {
                    Metadata headers = new Metadata();
                    headers.put(Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER), known.apply(channel));
                    return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
                })
                .orElse(channel);
    }

    /** gRPC would wait for up to two minutes before it tries an address again that has failed; a test cannot. */
    private static ManagedChannel ready(ManagedChannel channel) {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
        return channel;
    }

    private static boolean isConnectionTrouble(Status status) {
        return status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
    }

    private static ManagedChannel open(URI endpoint) {
        return ManagedChannelBuilder.forAddress(endpoint.getHost(), endpoint.getPort())
                .usePlaintext()
                .proxyDetector(address -> null)
                // A watch on a member that is frozen would else be silent for ever. Oftener, etcd would object.
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(2, TimeUnit.SECONDS)
                .maxInboundMessageSize(64 << 20)
                .build();
    }
}
