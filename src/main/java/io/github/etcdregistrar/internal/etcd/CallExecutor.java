package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Makes calls: each within a limit, as the user that etcd wants to see, and one that fails costs the connection. */
final class CallExecutor implements AutoCloseable {

    private static final ClientInterceptor REQUIRE_LEADER = MetadataUtils.newAttachHeadersInterceptor(requireLeader());

    private final EtcdClientConfig settings;
    private final Authenticator authenticator;
    /** Volatile, as {@link #closed} is, because this can be closed while a call is being made. */
    private volatile Connections connections;

    private volatile boolean closed;

    CallExecutor(EtcdClientConfig settings) {
        this.settings = settings;
        this.connections = new Connections(settings);
        // Checking a password is made to be expensive, so etcd is spared one that it has refused.
        this.authenticator = new Authenticator(
                settings.credentials(), settings.requestTimeout().multipliedBy(2));
    }

    /**
     * Makes one call. An endpoint that refuses at once costs no time, so the next one is asked, each once at the most:
     * a member that is down must not cost an attempt. Every request may be repeated, see
     * {@link io.github.etcdregistrar.internal.registration.EtcdClient}.
     *
     * @param request what it is about, for the message if it is not permitted
     * @throws StatusRuntimeException if etcd answers that the lease does not exist, or that it exists already
     * @throws EtcdUnavailableException if anything else goes wrong
     */
    <T> T call(Duration limit, String request, Function<Channel, T> rpc) throws EtcdUnavailableException {
        Deadline deadline = Deadline.after(limit.toNanos(), TimeUnit.NANOSECONDS);
        EtcdUnavailableException failure = null;
        try {
            for (int endpoint = 1; ; endpoint++) {
                boolean refused = true;
                Connection connection = null;
                try {
                    connection = connections.current(deadline);
                    T answer = authenticator.call(
                            ClientInterceptors.intercept(
                                    connection.channel(), REQUIRE_LEADER, new DeadlineInterceptor(deadline)),
                            rpc);
                    connections.answered(connection);
                    return answer;
                } catch (EtcdUnavailableException e) {
                    failure = failure == null ? e : failure;
                    connections.drop();
                } catch (StatusRuntimeException e) {
                    if (EtcdError.is(e, EtcdError.Scope.LEASE)) {
                        throw e;
                    }
                    refused = ErrorTranslator.isRefusal(e) && !closed;
                    if (!EtcdError.is(e, EtcdError.Scope.REQUEST)) {
                        connections.drop();
                    }
                    // What a member of etcd has to say is worth more than that another is not there.
                    if (failure == null || EtcdError.isAnswer(e)) {
                        failure = new ErrorTranslator(connection, limit, deadline)
                                .unavailable(e, request + authenticator.user());
                    }
                }
                if (endpoint >= connections.count() || !refused) {
                    throw failure;
                }
            }
        } finally {
            // Netty leaves its thread-local map on the threads that call it, and these are the server's: through the
            // map the class loader of the application would stay alive after it was undeployed.
            FastThreadLocal.removeAll();
        }
    }

    /** Closes all there is and begins anew, so that closing has been done once. */
    void beginAnew() {
        Connections used = connections;
        // First, so that there is one whatever happens to the other.
        connections = new Connections(settings);
        if (closed) {
            connections.close();
        }
        try {
            used.close();
        } finally {
            FastThreadLocal.removeAll();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            connections.close();
        } finally {
            FastThreadLocal.removeAll();
        }
    }

    /** A member that has lost its leader refuses at once, and ends its watches, instead of letting us wait. */
    private static Metadata requireLeader() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
        return headers;
    }
}
