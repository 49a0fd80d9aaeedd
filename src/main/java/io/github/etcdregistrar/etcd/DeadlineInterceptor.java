package io.github.etcdregistrar.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Gives every call a deadline, but for the watch, which is to last. */
final class DeadlineInterceptor implements ClientInterceptor {

    private final Duration timeout;

    DeadlineInterceptor(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return next.newCall(
                method,
                KeyWatch.isWatch(method)
                        ? options
                        : options.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
    }
}
