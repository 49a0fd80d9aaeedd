package io.github.etcdregistrar.internal.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.KeepAliveListener;
import io.github.etcdregistrar.internal.registration.LeaseLostException;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The etcd client over gRPC, with jetcd's stubs. */
final class GrpcEtcdClient implements EtcdClient {

    /** How much longer the first call may take, which loads classes: seconds, on a busy server. */
    private static final int LOADING_FACTOR = 5;
    /** The id of a lease that never exists. */
    private static final long NO_LEASE = 0;

    private final Duration requestTimeout;
    private final CallExecutor caller;
    private final LeaseRenewals renewals;
    private final Map<Object, KeyWatch> watches = new HashMap<>();
    private boolean prepared;
    private boolean prepareAttempted;

    GrpcEtcdClient(EtcdClientConfig settings, Supplier<Connections> openConnections) {
        this.requestTimeout = settings.requestTimeout();
        this.caller = new CallExecutor(settings, openConnections);
        this.renewals = new LeaseRenewals(caller, requestTimeout);
    }

    @Override
    public Duration grant(long lease, Duration ttl) throws EtcdUnavailableException {
        LeaseGrantRequest request = LeaseGrantRequest.newBuilder()
                .setID(lease)
                .setTTL(ttl.toSeconds())
                .build();
        try {
            return caller.call(
                    requestTimeout,
                    () -> "a lease",
                    channel -> Duration.ofSeconds(LeaseGrpc.newBlockingStub(channel)
                            .leaseGrant(request)
                            .getTTL()));
        } catch (StatusRuntimeException leaseExists) {
            try {
                return renew(lease);
            } catch (LeaseLostException gone) {
                throw new EtcdUnavailableException(
                        ProblemCode.ETCD_ERROR, "the lease vanished while it was being granted", gone);
            }
        }
    }

    /**
     * {@inheritDoc} Revokes a lease that does not exist and closes, which loads every class that this needs. During
     * a stop the server may have closed the application's class loader already.
     */
    @Override
    public void prepare() throws EtcdUnavailableException {
        if (prepared) {
            return;
        }
        Duration timeout = prepareAttempted ? requestTimeout : requestTimeout.multipliedBy(LOADING_FACTOR);
        prepareAttempted = true;
        revoke(NO_LEASE, timeout);
        caller.reconnect();
        prepared = true;
    }

    @Override
    public Duration renew(long lease) throws LeaseLostException, EtcdUnavailableException {
        return renewals.renew(lease, this::describeWatchedKeys);
    }

    @Override
    public boolean keepAlive(long lease, Duration delay, Duration interval, int times, KeepAliveListener listener) {
        return renewals.keepAlive(lease, delay, interval, times, listener);
    }

    @Override
    public Map<String, Entry> read(Object reader, Set<String> keys, Runnable onChange) throws EtcdUnavailableException {
        unwatch(reader);
        // No transaction: an etcd that is out of space can refuse even one that only reads.
        Map<String, Entry> found = new HashMap<>();
        long revision = 0;
        for (String key : keys) {
            RangeRequest request = RangeRequest.newBuilder()
                    .setKey(bytes(key))
                    .setRevision(revision)
                    .build();
            RangeResponse response =
                    caller.call(requestTimeout, () -> "key " + key, channel -> KVGrpc.newBlockingStub(channel)
                            .range(request));
            // All at the same revision, from which the watch goes on.
            revision = revision == 0 ? response.getHeader().getRevision() : revision;
            response.getKvsList().forEach(kv -> found.put(key, entry(kv)));
        }
        long next = revision + 1;
        watches.put(
                reader,
                caller.call(
                        requestTimeout, () -> keysOf(keys), channel -> KeyWatch.open(channel, keys, next, onChange)));
        return found;
    }

    @Override
    public void unwatch(Object reader) {
        KeyWatch watch = watches.remove(reader);
        if (watch != null) {
            watch.cancel();
        }
    }

    @Override
    public boolean put(long lease, Map<String, String> entries, Set<String> obsolete, Map<String, Entry> found)
            throws LeaseLostException, EtcdUnavailableException {
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
            return caller.call(
                    requestTimeout,
                    () -> keysOf(entries.isEmpty() ? obsolete : entries.keySet()),
                    channel ->
                            KVGrpc.newBlockingStub(channel).txn(request.build()).getSucceeded());
        } catch (StatusRuntimeException noSuchLease) {
            throw new LeaseLostException(lease);
        }
    }

    @Override
    public void revoke(long lease, Duration timeout) throws EtcdUnavailableException {
        renewals.cancel();
        LeaseRevokeRequest request =
                LeaseRevokeRequest.newBuilder().setID(lease).build();
        try {
            caller.call(timeout, this::describeWatchedKeys, channel -> LeaseGrpc.newBlockingStub(channel)
                    .leaseRevoke(request));
        } catch (StatusRuntimeException noSuchLease) {
            // Then it is gone already.
        }
    }

    @Override
    public PrefixClient prefixes() {
        return new GrpcPrefixClient(caller, requestTimeout, requestTimeout.multipliedBy(LOADING_FACTOR));
    }

    @Override
    public void close() {
        caller.close();
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    /** The keys under the lease, for messages. */
    private String describeWatchedKeys() {
        Set<String> keys = new TreeSet<>();
        watches.values().forEach(watch -> keys.addAll(watch.keys()));
        return keys.isEmpty() ? "the lease" : keysOf(keys);
    }

    private static String keysOf(Set<String> keys) {
        return "key " + String.join(", ", keys);
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

    static Entry entry(KeyValue kv) {
        return new Entry(
                kv.getKey().toStringUtf8(),
                kv.getValue().toStringUtf8(),
                kv.getLease(),
                kv.getCreateRevision(),
                kv.getModRevision());
    }
}
