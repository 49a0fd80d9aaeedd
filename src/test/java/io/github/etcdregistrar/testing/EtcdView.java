package io.github.etcdregistrar.testing;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads etcd, and pokes it, from outside: what a test believes, rather than what the registrar says of itself. Every
 * call has a deadline of 2 s and is answered by a quorum. With several endpoints, a call that one does not answer goes
 * to the next.
 */
public final class EtcdView implements AutoCloseable {
    private static final long TIMEOUT_MS = 2000;

    private final EtcdConnection connection;

    private EtcdView(EtcdConnection connection) {
        this.connection = connection;
    }

    /** Revokes all leases, and deletes all keys below the slash. */
    public static void clear(String endpoint) {
        try (EtcdView view = of(endpoint)) {
            view.leases().forEach(view::revoke);
            view.list("/").forEach(entry -> view.delete(entry.key()));
        }
    }

    /** A view through endpoints such as {@code http://127.0.0.1:2379}; nothing is sent yet. */
    public static EtcdView of(String... endpoints) {
        return new EtcdView(new EtcdConnection(List.of(endpoints), TIMEOUT_MS));
    }

    /** Says from now on that it is this user. */
    public EtcdView as(String user, String password) {
        connection.as(channel -> EtcdAuth.token(channel, user, password));
        return this;
    }

    /** Uses this token from now on. */
    EtcdView with(String token) {
        connection.as(channel -> token);
        return this;
    }

    /** True when a linearizable read through this endpoint is answered, within half a second. */
    public static boolean answers(String endpoint) {
        try (EtcdView view = new EtcdView(new EtcdConnection(List.of(endpoint), 500))) {
            view.revision();
            return true;
        } catch (StatusRuntimeException e) {
            // It answers, but not to whom does not say who he is.
            return e.getMessage().contains("user name is empty");
        }
    }

    /** A key as it stands, or stood, in etcd; {@code lease} is 0 where it has none. */
    public record Entry(String key, String value, long lease, long createRevision, long modRevision, long version) {}

    /** What happened to a key. */
    public enum Kind {
        PUT,
        DELETE
    }

    /**
     * One change. The entry is what was put; of a deletion, what was deleted (no more than its key, where etcd has
     * compacted the rest away).
     */
    public record Event(Kind kind, Entry entry, long revision) {}

    /** A living lease: its remaining and granted seconds and the keys attached to it. */
    public record Lease(long id, long ttl, long grantedTtl, List<String> keys) {}

    /** The store's revision: 1 when nothing was ever written. */
    public long revision() {
        return range(ByteString.copyFromUtf8("\0"), ByteString.EMPTY)
                .getHeader()
                .getRevision();
    }

    /** The key, if it is there. */
    public Optional<Entry> get(String key) {
        return range(ByteString.copyFromUtf8(key), ByteString.EMPTY).getKvsList().stream()
                .map(EtcdWatch::entry)
                .findFirst();
    }

    /** All keys that start with the prefix, in their order. */
    public List<Entry> list(String prefix) {
        return range(EtcdWatch.start(prefix), EtcdWatch.end(prefix)).getKvsList().stream()
                .map(EtcdWatch::entry)
                .toList();
    }

    /** All living leases. */
    public List<Long> leases() {
        // The member asked answers from what it has applied, so first make it catch up.
        revision();
        return connection.call(EtcdLeases::list);
    }

    /** The lease, if it is living. */
    public Optional<Lease> lease(long id) {
        LeaseTimeToLiveRequest request =
                LeaseTimeToLiveRequest.newBuilder().setID(id).setKeys(true).build();
        LeaseTimeToLiveResponse response =
                connection.call(LeaseGrpc::newBlockingStub, stub -> stub.leaseTimeToLive(request));
        return response.getTTL() < 0
                ? Optional.empty()
                : Optional.of(new Lease(
                        id,
                        response.getTTL(),
                        response.getGrantedTTL(),
                        response.getKeysList().stream()
                                .map(ByteString::toStringUtf8)
                                .toList()));
    }

    /** The seconds that the lease has left, or -1 when it is gone. */
    public long ttl(long lease) {
        return lease(lease).map(Lease::ttl).orElse(-1L);
    }

    /** The seconds that the lease was granted for, or -1 when it is gone. */
    public long grantedTtl(long lease) {
        return lease(lease).map(Lease::grantedTtl).orElse(-1L);
    }

    /** Puts a key that stays. */
    public void put(String key, String value) {
        put(key, value, 0);
    }

    /** Puts a key that goes with the lease. */
    public void put(String key, String value, long lease) {
        PutRequest request = PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFromUtf8(value))
                .setLease(lease)
                .build();
        connection.call(KVGrpc::newBlockingStub, stub -> stub.put(request));
    }

    /** Deletes a key; true if it was there. */
    public boolean delete(String key) {
        DeleteRangeRequest request = DeleteRangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .build();
        return connection
                        .call(KVGrpc::newBlockingStub, stub -> stub.deleteRange(request))
                        .getDeleted()
                > 0;
    }

    /** A new lease of that many seconds, renewed by nobody. */
    public long grant(long seconds) {
        LeaseGrantRequest request =
                LeaseGrantRequest.newBuilder().setTTL(seconds).build();
        return connection
                .call(LeaseGrpc::newBlockingStub, stub -> stub.leaseGrant(request))
                .getID();
    }

    /** Ends a lease, and with it its keys. */
    public void revoke(long lease) {
        LeaseRevokeRequest request =
                LeaseRevokeRequest.newBuilder().setID(lease).build();
        connection.call(LeaseGrpc::newBlockingStub, stub -> stub.leaseRevoke(request));
    }

    /** Forgets what was before the present revision. */
    public void compact() {
        CompactionRequest request =
                CompactionRequest.newBuilder().setRevision(revision()).build();
        connection.call(KVGrpc::newBlockingStub, stub -> stub.compact(request));
    }

    /** Everything that ever happened to the keys that start with the prefix, up to now, in order. */
    public List<Event> history(String prefix) {
        return history(prefix, 1);
    }

    /** The same from a revision on, before which etcd may be compacted. */
    public List<Event> history(String prefix, long fromRevision) {
        return EtcdWatch.history(connection, fromRevision, revision()).stream()
                .filter(event -> event.entry().key().startsWith(prefix))
                .toList();
    }

    /**
     * Tells the listener of every change to keys that start with the prefix, from the given revision (1: from the
     * beginning) until closed, on a thread of its own. It goes on where it was after etcd was away, and from the
     * beginning when etcd came back without its data.
     */
    public EtcdWatch watch(String prefix, long fromRevision, Consumer<Event> listener) {
        return new EtcdWatch(connection, prefix, fromRevision, listener);
    }

    @Override
    public void close() {
        connection.close();
    }

    private RangeResponse range(ByteString key, ByteString end) {
        RangeRequest request =
                RangeRequest.newBuilder().setKey(key).setRangeEnd(end).build();
        return connection.call(KVGrpc::newBlockingStub, stub -> stub.range(request));
    }
}
