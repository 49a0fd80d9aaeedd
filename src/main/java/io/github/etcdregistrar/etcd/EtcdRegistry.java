package io.github.etcdregistrar.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.github.etcdregistrar.registration.Entry;
import io.github.etcdregistrar.registration.LeaseLostException;
import io.github.etcdregistrar.registration.Problem;
import io.github.etcdregistrar.registration.ProblemCode;
import io.github.etcdregistrar.registration.Registry;
import io.github.etcdregistrar.registration.RegistrySettings;
import io.github.etcdregistrar.registration.RegistryUnavailableException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Etcd v3 over gRPC, with jetcd's stubs. Every call has a deadline, and one that fails costs the connection. */
final class EtcdRegistry implements Registry {

    /** How much longer the very first call may take, which loads the client: seconds, on a busy server. */
    private static final int LOADING_FACTOR = 5;
    /** To etcd, the id of a lease that never exists. */
    private static final long NO_LEASE = 0;

    private static final ClientInterceptor REQUIRE_LEADER = MetadataUtils.newAttachHeadersInterceptor(requireLeader());

    private final RegistrySettings settings;
    private final Duration requestTimeout;
    /** Volatile, as {@link #closed} is, because the registry can be closed while it is being called. */
    private volatile Connections connections;

    private final Authenticator authenticator;
    private volatile boolean closed;
    private KeyWatch watch;
    private boolean prepared;
    private boolean tried;

    EtcdRegistry(RegistrySettings settings) {
        this.settings = settings;
        this.requestTimeout = settings.requestTimeout();
        this.connections = new Connections(settings);
        this.authenticator = new Authenticator(settings.credentials());
    }

    @Override
    public Duration grant(long lease, Duration ttl) throws RegistryUnavailableException {
        LeaseGrantRequest request = LeaseGrantRequest.newBuilder()
                .setID(lease)
                .setTTL(ttl.toSeconds())
                .build();
        try {
            return call(
                    requestTimeout,
                    "a lease",
                    channel -> Duration.ofSeconds(LeaseGrpc.newBlockingStub(channel)
                            .leaseGrant(request)
                            .getTTL()));
        } catch (StatusRuntimeException leaseExists) {
            try {
                return renew(lease);
            } catch (LeaseLostException gone) {
                throw new RegistryUnavailableException(
                        new Problem(ProblemCode.ETCD_ERROR, "the lease existed, and then it did not"), gone);
            }
        }
    }

    /**
     * {@inheritDoc} Revokes and closes in vain, and thereby loads every class that this needs. When it is needed in
     * earnest, the server may have closed the application's class loader already.
     */
    @Override
    public void prepare() throws RegistryUnavailableException {
        if (prepared) {
            return;
        }
        Duration patience = tried ? requestTimeout : requestTimeout.multipliedBy(LOADING_FACTOR);
        tried = true;
        revoke(NO_LEASE, patience);
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
        prepared = true;
    }

    @Override
    public Duration renew(long lease) throws LeaseLostException, RegistryUnavailableException {
        LeaseKeepAliveRequest request =
                LeaseKeepAliveRequest.newBuilder().setID(lease).build();
        try {
            long ttl = call(requestTimeout, "the lease", channel -> keepAlive(channel, request)
                    .getTTL());
            // This is how etcd says here that there is no such lease.
            if (ttl <= 0) {
                throw new LeaseLostException(lease);
            }
            return Duration.ofSeconds(ttl);
        } catch (StatusRuntimeException noSuchLease) {
            throw new LeaseLostException(lease);
        }
    }

    @Override
    public Map<String, Entry> read(Set<String> keys, Runnable onChange) throws RegistryUnavailableException {
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
        // Not a transaction, which an etcd that is out of space can refuse even if it only reads.
        Map<String, Entry> found = new HashMap<>();
        long revision = 0;
        for (String key : keys) {
            RangeRequest request = RangeRequest.newBuilder()
                    .setKey(bytes(key))
                    .setRevision(revision)
                    .build();
            RangeResponse response = call(requestTimeout, "key " + key, channel -> KVGrpc.newBlockingStub(channel)
                    .range(request));
            // All as of the same revision, from which on they are watched.
            revision = revision == 0 ? response.getHeader().getRevision() : revision;
            response.getKvsList().forEach(kv -> found.put(key, entry(kv)));
        }
        long next = revision + 1;
        watch = call(requestTimeout, keysOf(keys), channel -> KeyWatch.open(channel, keys, next, onChange));
        return found;
    }

    @Override
    public boolean put(long lease, Map<String, String> entries, Set<String> obsolete, Map<String, Entry> found)
            throws LeaseLostException, RegistryUnavailableException {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        entries.forEach((key, value) -> {
            request.addCompare(unchanged(key, found));
            request.addSuccess(RequestOp.newBuilder()
                    .setRequestPut(PutRequest.newBuilder()
                            .setKey(bytes(key))
                            .setValue(bytes(value))
                            .setLease(lease)));
        });
        for (String key : obsolete) {
            request.addCompare(unchanged(key, found));
            request.addSuccess(RequestOp.newBuilder()
                    .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes(key))));
        }
        try {
            return call(requestTimeout, keysOf(entries.keySet()), channel -> KVGrpc.newBlockingStub(channel)
                    .txn(request.build())
                    .getSucceeded());
        } catch (StatusRuntimeException noSuchLease) {
            throw new LeaseLostException(lease);
        }
    }

    @Override
    public void revoke(long lease, Duration timeout) throws RegistryUnavailableException {
        LeaseRevokeRequest request =
                LeaseRevokeRequest.newBuilder().setID(lease).build();
        try {
            call(timeout, "the lease's keys", channel -> LeaseGrpc.newBlockingStub(channel)
                    .leaseRevoke(request));
        } catch (StatusRuntimeException noSuchLease) {
            // Then it is gone, as it should be.
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

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    /**
     * Makes one call. An endpoint that refuses at once costs no time, so the next one is asked, each once at the most:
     * a member that is down must not cost an attempt. Every request may be repeated, see {@link Registry}.
     *
     * @param request what it is about, for the message if it is not permitted
     * @throws StatusRuntimeException if etcd answers that the lease does not exist, or that it exists already
     * @throws RegistryUnavailableException if anything else goes wrong
     */
    private <T> T call(Duration limit, String request, Function<Channel, T> rpc) throws RegistryUnavailableException {
        long end = System.nanoTime() + limit.toNanos();
        RegistryUnavailableException failure = null;
        try {
            for (int endpoint = 1; ; endpoint++) {
                Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
                try {
                    Channel channel = ClientInterceptors.intercept(
                            connections.current(), REQUIRE_LEADER, new DeadlineInterceptor(left));
                    T answer = authenticator.call(channel, rpc);
                    connections.answered();
                    return answer;
                } catch (StatusRuntimeException e) {
                    if (Failures.isAboutLease(e)) {
                        throw e;
                    }
                    // What a member of etcd has to say is worth more than that another is not there.
                    if (failure == null || Failures.isAnswer(e)) {
                        failure = new RegistryUnavailableException(
                                Failures.problem(
                                        e,
                                        connections.endpoint(),
                                        connections.hasAnswered(),
                                        request,
                                        authenticator.user(),
                                        limit.toMillis()),
                                e);
                    }
                    connections.drop();
                    if (endpoint == connections.count() || !Failures.isRefusal(e)) {
                        throw failure;
                    }
                }
            }
        } finally {
            // Netty leaves its thread-local map on the threads that call it, and these are the server's: through the
            // map the class loader of the application would stay alive after it was undeployed.
            FastThreadLocal.removeAll();
        }
    }

    private static String keysOf(Set<String> keys) {
        return "key " + String.join(", ", keys);
    }

    /** One renewal: a stream with one request and one answer. jetcd's own keepAliveOnce would send two. */
    private static LeaseKeepAliveResponse keepAlive(Channel channel, LeaseKeepAliveRequest request) {
        Iterator<LeaseKeepAliveResponse> answers = ClientCalls.blockingServerStreamingCall(
                channel, LeaseGrpc.getLeaseKeepAliveMethod(), CallOptions.DEFAULT, request);
        LeaseKeepAliveResponse answer = answers.next();
        // Only the end of the stream ends the call.
        answers.forEachRemaining(more -> {});
        return answer;
    }

    private static Compare unchanged(String key, Map<String, Entry> found) {
        Entry before = found.get(key);
        // The modification revision of a key that does not exist is 0.
        return Compare.newBuilder()
                .setKey(bytes(key))
                .setTarget(Compare.CompareTarget.MOD)
                .setResult(Compare.CompareResult.EQUAL)
                .setModRevision(before == null ? 0 : before.modRevision())
                .build();
    }

    private static Entry entry(KeyValue kv) {
        return new Entry(
                kv.getKey().toStringUtf8(),
                kv.getValue().toStringUtf8(),
                kv.getLease(),
                kv.getCreateRevision(),
                kv.getModRevision());
    }

    /** A member that has lost its leader refuses at once, and ends its watches, instead of letting us wait. */
    private static Metadata requireLeader() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
        return headers;
    }
}
