package io.github.etcdregistrar.internal.etcd;

import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.github.etcdregistrar.internal.registration.KeepAliveListener;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Renews a lease on a stream a few times, on the event loop, until a renewal fails. */
final class PeriodicRenewal {

    private final KeepAliveStream stream;
    private final ScheduledExecutorService eventLoop;
    private final LeaseKeepAliveRequest request;
    private final Duration interval;
    private final Duration answerLimit;
    private final KeepAliveListener listener;
    /** How many renewals are left. Used by the event loop only. */
    private int left;

    private volatile boolean cancelled;
    private volatile Future<?> next;

    /**
     * Makes one that does not run yet.
     *
     * @param interval from the sending of a request to that of the next
     * @param times how many renewals there are
     * @param answerLimit when an answer must be there
     */
    PeriodicRenewal(
            KeepAliveStream stream,
            ScheduledExecutorService eventLoop,
            LeaseKeepAliveRequest request,
            Duration interval,
            int times,
            Duration answerLimit,
            KeepAliveListener listener) {
        this.stream = stream;
        this.eventLoop = eventLoop;
        this.request = request;
        this.interval = interval;
        this.left = times;
        this.answerLimit = answerLimit;
        this.listener = listener;
    }

    void start(Duration delay) {
        next = eventLoop.schedule(this::renew, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Sends nothing more. An answer that is due still counts. */
    void cancel() {
        cancelled = true;
        next.cancel(false);
    }

    private void renew() {
        if (cancelled) {
            return;
        }
        left--;
        listener.sending();
        long sent = System.nanoTime();
        try {
            CompletableFuture<LeaseKeepAliveResponse> answer = stream.send(request);
            Future<?> limit =
                    eventLoop.schedule(() -> stream.giveUp(answer), answerLimit.toNanos(), TimeUnit.NANOSECONDS);
            answer.whenComplete((response, failure) -> {
                limit.cancel(false);
                answered(response, sent);
            });
        } catch (RuntimeException | LinkageError e) {
            // The channel is being closed, or a class is missing in a server that stops. The next pass says why.
            stream.fail(Status.fromThrowable(e).asRuntimeException());
            fail();
        }
    }

    /** Etcd answers with a TTL of 0 if there is no such lease. */
    private void answered(LeaseKeepAliveResponse response, long sentNanos) {
        if (response == null || response.getTTL() <= 0) {
            fail();
            return;
        }
        listener.renewed(Duration.ofSeconds(response.getTTL()));
        if (left > 0 && !cancelled) {
            start(Duration.ofNanos(Math.max(0, sentNanos + interval.toNanos() - System.nanoTime())));
        }
    }

    private void fail() {
        if (!cancelled) {
            listener.failed();
        }
    }
}
