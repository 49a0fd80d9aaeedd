package io.github.etcdregistrar.internal.etcd;

import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.KeepAliveListener;
import io.github.etcdregistrar.internal.registration.LeaseLostException;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Renews a lease when asked, and between two such calls by itself, on one stream.
 *
 * <p>{@code etcd grpc-proxy} answers at once only the first renewal on a stream, and others when it renews by itself, every
 * third of the TTL. So where that seems to be so, each renewal has a stream of its own for a while.
 */
final class LeaseRenewals {

    /** How many answers a stream has given at least that etcd itself has answered. */
    private static final int FEW_ANSWERS = 5;
    /** After so many streams in a row that were answered late, each renewal gets a stream of its own. */
    private static final int LATE_STREAMS = 2;
    /** How many renewals get a stream of their own, before one is shared again. */
    private static final int OWN_STREAMS = 1000;

    private final CallExecutor caller;
    private final Duration requestTimeout;
    private Optional<PeriodicRenewal> periodic = Optional.empty();
    private int lateStreams;
    private int ownStreams;

    LeaseRenewals(CallExecutor caller, Duration requestTimeout) {
        this.caller = caller;
        this.requestTimeout = requestTimeout;
    }

    /** See {@link io.github.etcdregistrar.internal.registration.EtcdClient#renew}. */
    Duration renew(long lease, Supplier<String> about) throws LeaseLostException, EtcdUnavailableException {
        cancel();
        LeaseKeepAliveRequest request = request(lease);
        try {
            long ttl = caller.call(
                            requestTimeout,
                            about,
                            (channel, connection, deadline) -> answer(request, channel, connection, deadline))
                    .getTTL();
            // Etcd answers so if there is no such lease.
            if (ttl <= 0) {
                throw new LeaseLostException(lease);
            }
            return Duration.ofSeconds(ttl);
        } catch (StatusRuntimeException noSuchLease) {
            throw new LeaseLostException(lease);
        }
    }

    private LeaseKeepAliveResponse answer(
            LeaseKeepAliveRequest request, Channel channel, Connection connection, Deadline deadline) {
        boolean shared = ownStreams == 0;
        KeepAliveStream stream = connection.keepAlive(channel);
        try {
            LeaseKeepAliveResponse response = stream.renew(request, deadline);
            if (!shared) {
                ownStreams--;
                // At once: the proxy renews for as long as it is open, and answers no other one meanwhile.
                stream.close();
            } else if (stream.answers() >= FEW_ANSWERS) {
                lateStreams = 0;
            }
            return response;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED && stream.answers() > 0) {
                lateStreams += stream.answers() < FEW_ANSWERS ? 1 : 0;
                ownStreams = lateStreams < LATE_STREAMS ? 0 : OWN_STREAMS;
            }
            throw e;
        }
    }

    /** See {@link io.github.etcdregistrar.internal.registration.EtcdClient#keepAlive}. */
    boolean keepAlive(long lease, Duration delay, Duration interval, int times, KeepAliveListener listener) {
        cancel();
        try {
            Optional<PeriodicRenewal> begun = caller.connection().flatMap(connection -> connection
                    .provenKeepAlive()
                    .map(stream -> new PeriodicRenewal(
                            stream,
                            connection.eventLoop(),
                            request(lease),
                            interval,
                            times,
                            requestTimeout,
                            listener)));
            begun.ifPresent(renewal -> renewal.start(delay));
            periodic = begun;
            return begun.isPresent();
        } finally {
            FastThreadLocal.removeAll(); // As after each call, see CallExecutor.
        }
    }

    /** Ends what {@link #keepAlive} has begun. */
    void cancel() {
        periodic.ifPresent(PeriodicRenewal::cancel);
        periodic = Optional.empty();
    }

    private static LeaseKeepAliveRequest request(long lease) {
        return LeaseKeepAliveRequest.newBuilder().setID(lease).build();
    }
}
