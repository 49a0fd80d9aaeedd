package io.github.etcdregistrar.internal.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.github.etcdregistrar.internal.registration.KeepAliveListener;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link GrpcEtcdClientTest} cannot time. */
class KeepAliveStreamTest {

    private final ScheduledExecutorService eventLoop = Executors.newSingleThreadScheduledExecutor();
    private final AtomicBoolean sent = new AtomicBoolean();

    @AfterEach
    void end() {
        eventLoop.shutdownNow();
    }

    @Test
    void anAnswerThatDoesNotComeIsATimeoutHoweverSoonTheCancelledStreamEnds() {
        KeepAliveStream stream = KeepAliveStream.open(new SilentChannel());

        assertThatThrownBy(() -> stream.renew(
                        LeaseKeepAliveRequest.getDefaultInstance(), Deadline.after(1, TimeUnit.MILLISECONDS)))
                .hasMessageStartingWith("DEADLINE_EXCEEDED");
    }

    @Test
    void anAnswerForWhichNobodyWaitsIsMissedInTimeAndToldByTheNextRenewal() {
        KeepAliveStream stream = KeepAliveStream.open(new SilentChannel());
        CompletableFuture<Void> failed = renewedByItself(stream, Duration.ofMillis(1));

        assertThat(failed).succeedsWithin(Duration.ofSeconds(20));

        assertThat(stream.isUsable()).isTrue();
        assertThatThrownBy(() ->
                        stream.renew(LeaseKeepAliveRequest.getDefaultInstance(), Deadline.after(1, TimeUnit.HOURS)))
                .hasMessageStartingWith("DEADLINE_EXCEEDED");
        assertThat(stream.isUsable()).isFalse();
    }

    @Test
    void aStreamThatEndsWhileAnAnswerIsDueIsToldByTheNextRenewal() {
        KeepAliveStream stream = KeepAliveStream.open(new SilentChannel());
        CompletableFuture<Void> failed = renewedByItself(stream, Duration.ofHours(1));
        await().atMost(20, TimeUnit.SECONDS).until(sent::get);

        stream.onError(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());

        assertThat(failed).succeedsWithin(Duration.ofSeconds(20));
        assertThatThrownBy(() ->
                        stream.renew(LeaseKeepAliveRequest.getDefaultInstance(), Deadline.after(1, TimeUnit.HOURS)))
                .hasMessageStartingWith("UNAVAILABLE: gone");
    }

    @Test
    void aStreamThatEndsWhileNoAnswerIsDueIsOpenedAnew() {
        KeepAliveStream stream = KeepAliveStream.open(new SilentChannel());

        stream.onCompleted();

        assertThat(stream.isUsable()).isFalse();
        assertThat(renewedByItself(stream, Duration.ofHours(1))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(stream.isUsable()).isFalse();
    }

    /** Lets a stream renew by itself. Returns what is completed when that has failed. */
    private CompletableFuture<Void> renewedByItself(KeepAliveStream stream, Duration answerLimit) {
        CompletableFuture<Void> failed = new CompletableFuture<>();
        KeepAliveListener listener = new KeepAliveListener() {
            @Override
            public void failed() {
                failed.complete(null);
            }
        };
        LeaseKeepAliveRequest request = LeaseKeepAliveRequest.getDefaultInstance();
        new PeriodicRenewal(stream, eventLoop, request, Duration.ZERO, 1, answerLimit, listener).start(Duration.ZERO);
        return failed;
    }

    /** Never answers, and ends a call before {@code cancel} returns. */
    private final class SilentChannel extends Channel {

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
                public void sendMessage(T message) {
                    sent.set(true);
                }
            };
        }

        @Override
        public String authority() {
            return "etcd";
        }
    }
}
