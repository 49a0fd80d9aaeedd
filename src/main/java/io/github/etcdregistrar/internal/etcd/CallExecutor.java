package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes calls: each within a limit, authenticated if etcd wants it. A failed call drops the connection. Two threads use it,
 * that of the registration and that of the discovery: a call whose connection the other has dropped is repeated.
 */
final class CallExecutor implements AutoCloseable {

    private static final ClientInterceptor REQUIRE_LEADER = MetadataUtils.newAttachHeadersInterceptor(requireLeader());

    private final Supplier<Connections> openConnections;
    private final Authenticator authenticator;
    /** Volatile, as {@link #closed} is, because another thread can close this during a call. */
    private volatile Connections connections;

    private volatile boolean closed;

    /**
     * Makes calls over connections that it closes.
     *
     * @param openConnections opens new ones
     */
    CallExecutor(EtcdClientConfig settings, Supplier<Connections> openConnections) {
        this.openConnections = openConnections;
        this.connections = openConnections.get();
        // Checking a password is expensive by design, so a refused one is not repeated at once.
        this.authenticator = new Authenticator(
                settings.credentials(), settings.requestTimeout().multipliedBy(2));
    }

    /** A request and its answer. */
    interface Rpc<T> {

        /**
         * Makes the request.
         *
         * @param channel the channel of the connection, with what identifies us
         * @param deadline when the answer must be there
         * @throws StatusRuntimeException if it fails
         */
        T call(Channel channel, Connection connection, Deadline deadline);
    }

    /** The same for a request that needs nothing but the channel. */
    <T> T call(Duration limit, Supplier<String> request, Function<Channel, T> rpc) throws EtcdUnavailableException {
        return call(limit, request, (channel, connection, deadline) -> rpc.apply(channel));
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
    <T> T call(Duration limit, Supplier<String> request, Rpc<T> rpc) throws EtcdUnavailableException {
        Deadline deadline = Deadline.after(limit.toNanos(), TimeUnit.NANOSECONDS);
        EtcdUnavailableException failure = null;
        try {
            int dropped = 0;
            for (int attempt = 1; ; attempt++) {
                boolean tryNext = true;
                Connection connection = null;
                Connections used = connections;
                try {
                    connection = used.current(deadline);
                    Connection current = connection;
                    T answer = authenticator.call(
                            ClientInterceptors.intercept(
                                    connection.channel(), REQUIRE_LEADER, new DeadlineInterceptor(deadline)),
                            channel -> begin(rpc, channel, current, deadline, used));
                    used.answered(connection);
                    return answer;
                } catch (EtcdUnavailableException e) {
                    failure = failure == null ? e : failure;
                    used.drop(connection);
                } catch (StatusRuntimeException e) {
                    if (EtcdError.is(e, EtcdError.Scope.LEASE)) {
                        throw e;
                    }
                    used.failed(connection, e);
                    tryNext = ErrorTranslator.isRefusal(e) && !closed;
                    if (tryNext && dropped == 0 && !used.isCurrent(connection)) {
                        dropped = 1;
                    }
                    if (!EtcdError.is(e, EtcdError.Scope.REQUEST)) {
                        used.drop(connection);
                    }
                    // The answer of a member says more than that another one is not there.
                    if (failure == null || EtcdError.isAnswer(e)) {
                        failure = new ErrorTranslator(connection, limit, deadline)
                                .unavailable(e, request.get() + authenticator.user());
                    }
                }
                if (attempt >= connections.count() + dropped || !tryNext) {
                    throw failure;
                }
            }
        } finally {
            // Netty leaves its thread-local map on the threads that call it, and these are the server's: through the
            // map the class loader of the application would stay alive after it was undeployed.
            FastThreadLocal.removeAll();
        }
    }

    /** Makes a call. gRPC throws a NullPointerException if another thread shuts the channel down while a call begins. */
    private static <T> T begin(
            Rpc<T> rpc, Channel channel, Connection connection, Deadline deadline, Connections connections) {
        try {
            return rpc.call(channel, connection, deadline);
        } catch (NullPointerException e) {
            if (connections.isCurrent(connection)) {
                throw e;
            }
            throw Status.UNAVAILABLE
                    .withDescription("the connection was closed")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    /** The connection of the last call; empty if it was dropped. */
    Optional<Connection> connection() {
        return Optional.ofNullable(connections.openConnection());
    }

    /** Replaces the connections by new ones. Closing the old ones loads the classes that a later close needs. */
    void reconnect() {
        Connections used = connections;
        // First, because closing the old ones can throw.
        connections = openConnections.get();
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

    /** Makes a member without a leader refuse at once and end its watches, instead of letting us wait. */
    private static Metadata requireLeader() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
        return headers;
    }
}
