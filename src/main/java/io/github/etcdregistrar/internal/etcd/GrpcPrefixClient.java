package io.github.etcdregistrar.internal.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lists and watches with the connection of a {@link GrpcEtcdClient}. */
final class GrpcPrefixClient implements PrefixClient {

    /** Few enough for one answer within the request timeout. */
    private static final int PAGE = 500;
    /** More than gRPC's default, so that a page of large values is no failure. */
    static final int LARGEST_ANSWER = 64 << 20;

    private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);

    private final CallExecutor caller;
    private final Duration requestTimeout;
    /** The first call may load classes. */
    private Duration limit;

    GrpcPrefixClient(CallExecutor caller, Duration requestTimeout, Duration firstLimit) {
        this.caller = caller;
        this.requestTimeout = requestTimeout;
        this.limit = firstLimit;
    }

    @Override
    public Listing list(String prefix) throws EtcdUnavailableException {
        List<Entry> entries = new ArrayList<>();
        RangeRequest.Builder next = RangeRequest.newBuilder()
                .setKey(GrpcEtcdClient.bytes(prefix))
                .setRangeEnd(end(prefix))
                .setLimit(PAGE);
        Revision first = null;
        while (true) {
            RangeResponse page = range(next.build(), prefix);
            page.getKvsList().forEach(kv -> entries.add(GrpcEtcdClient.entry(kv)));
            first = first == null ? revision(page.getHeader()) : first;
            if (first.cluster() != page.getHeader().getClusterId()) {
                throw new EtcdUnavailableException(
                        ProblemCode.ETCD_ERROR, "different clusters answer at etcd.registrar.endpoints", null);
            }
            if (!page.getMore()) {
                return new Listing(first, entries);
            }
            next.setRevision(first.number())
                    .setKey(page.getKvs(page.getKvsCount() - 1).getKey().concat(ZERO));
        }
    }

    @Override
    public Revision revision(String prefix) throws EtcdUnavailableException {
        // One key, which need not exist: to count all would cost etcd more with each of them.
        RangeRequest request = RangeRequest.newBuilder()
                .setKey(GrpcEtcdClient.bytes(prefix))
                .setKeysOnly(true)
                .build();
        return revision(range(request, prefix).getHeader());
    }

    @Override
    public Watch watch(String prefix, long from, WatchListener listener) throws EtcdUnavailableException {
        return caller.call(
                limit,
                () -> below(prefix),
                (channel, connection, deadline) -> PrefixWatch.open(channel, prefix, from, listener, deadline));
    }

    private RangeResponse range(RangeRequest request, String prefix) throws EtcdUnavailableException {
        RangeResponse response = caller.call(limit, () -> below(prefix), channel -> KVGrpc.newBlockingStub(channel)
                .withMaxInboundMessageSize(LARGEST_ANSWER)
                .range(request));
        limit = requestTimeout;
        return response;
    }

    private static String below(String prefix) {
        return "keys below " + prefix;
    }

    private static Revision revision(ResponseHeader header) {
        return new Revision(header.getClusterId(), header.getRevision());
    }

    /** The first key that does not begin with the prefix, whose last byte is none that cannot be raised. */
    static ByteString end(String prefix) {
        ByteString key = GrpcEtcdClient.bytes(prefix);
        int last = key.size() - 1;
        return key.substring(0, last).concat(ByteString.copyFrom(new byte[] {(byte) (key.byteAt(last) + 1)}));
    }
}
