package io.github.etcdregistrar.internal.etcd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@link GrpcEtcdClientTest} cannot time. */
class KeepAliveStreamTest {

    @Test
    void anAnswerThatDoesNotComeIsATimeoutHoweverSoonTheCancelledStreamEnds() {
        KeepAliveStream stream = KeepAliveStream.open(new SilentChannel());

        assertThatThrownBy(() -> stream.renew(
                        LeaseKeepAliveRequest.getDefaultInstance(), Deadline.after(1, TimeUnit.MILLISECONDS)))
                .hasMessageStartingWith("DEADLINE_EXCEEDED");
    }

    /** Never answers, and ends a call before {@code cancel} returns. */
    private static final class SilentChannel extends Channel {

        @Override
        public <T, U> ClientCall<T, U> newCall(MethodDescriptor<T, U> method, CallOptions options) {
            return new ClientCall<>() {
                private Listener<U> listener;

                @Override
                public void start(Listener<U> listener, Metadata headers) {
                    this.listener = listener;
                }

                @Override
                public void cancel(String message, Throwable cause) {
                    listener.onClose(Status.CANCELLED.withDescription(message).withCause(cause), new Metadata());
                }

                @Override
                public void request(int messages) {}

                @Override
                public void halfClose() {}

                @Override
                public void sendMessage(T message) {}
            };
        }

        @Override
        public String authority() {
            return "etcd";
        }
    }
}
