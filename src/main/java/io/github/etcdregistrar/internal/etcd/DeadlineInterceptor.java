package io.github.etcdregistrar.internal.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;

/** Gives every call the same deadline, except streams, which last. */
final class DeadlineInterceptor implements ClientInterceptor {

    private final Deadline deadline;

    DeadlineInterceptor(Deadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return next.newCall(method, lasts(method) ? options : options.withDeadline(deadline));
    }

    private static boolean lasts(MethodDescriptor<?, ?> method) {
        return method.getType() == MethodDescriptor.MethodType.BIDI_STREAMING;
    }
}
