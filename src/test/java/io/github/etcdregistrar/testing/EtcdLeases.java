package io.github.etcdregistrar.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** etcd's {@code LeaseLeases}, which jetcd's stubs do not have. */
final class EtcdLeases {
    private static final int LEASES = 2; // of LeaseLeasesResponse
    private static final int ID = 1; // of LeaseStatus

    private static final MethodDescriptor<ByteString, ByteString> METHOD =
            MethodDescriptor.<ByteString, ByteString>newBuilder(new Bytes(), new Bytes())
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName("etcdserverpb.Lease", "LeaseLeases"))
                    .build();

    private EtcdLeases() {}

    /** The ids of all living leases, as the member asked knows them. */
    static List<Long> list(Channel channel, CallOptions options) {
        ByteString response = ClientCalls.blockingUnaryCall(channel, METHOD, options, ByteString.EMPTY);
        try {
            List<Long> ids = new ArrayList<>();
            for (ByteString lease :
                    UnknownFieldSet.parseFrom(response).getField(LEASES).getLengthDelimitedList()) {
                ids.addAll(UnknownFieldSet.parseFrom(lease).getField(ID).getVarintList());
            }
            return ids;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("Not an answer to LeaseLeases", e);
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<ByteString> {
        @Override
        public InputStream stream(ByteString value) {
            return value.newInput();
        }

        @Override
        public ByteString parse(InputStream stream) {
            try {
                return ByteString.readFrom(stream);
            } catch (IOException e) {
                throw Status.INTERNAL.withCause(e).asRuntimeException();
            }
        }
    }
}
