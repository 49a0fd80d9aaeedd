package io.github.etcdregistrar.faults;

import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmType;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What an administrator can do to etcd. */
public final class EtcdAdmin {
    /** The requests that a registrar makes and an {@link Observation} does not, in the metrics of a member. */
    private static final Pattern REQUESTS = Pattern.compile(
            "^grpc_server_started_total.*grpc_method=\"(?:LeaseGrant|LeaseKeepAlive|LeaseRevoke|Txn|Put)\".* (\\d+)$",
            Pattern.MULTILINE);

    private EtcdAdmin() {}

    /** How many requests of registrars a member has had since it was started. */
    static long requests(String endpoint) {
        try (InputStream metrics = URI.create(endpoint + "/metrics").toURL().openStream()) {
            String text = new String(metrics.readAllBytes(), StandardCharsets.UTF_8);
            return REQUESTS.matcher(text)
                    .results()
                    .mapToLong(result -> Long.parseLong(result.group(1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes etcd forget what was before a revision. */
    static void compact(String endpoint, long revision) {
        ManagedChannel channel = channel(endpoint);
        try {
            KVGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .compact(
                            CompactionRequest.newBuilder().setRevision(revision).build());
        } finally {
            channel.shutdownNow();
        }
    }

    private static ManagedChannel channel(String endpoint) {
        URI address = URI.create(endpoint);
        return ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .proxyDetector(any -> null)
                .build();
    }

    /** Makes etcd behave as one that is out of space, or not any more. */
    public static void outOfSpace(String endpoint, boolean raised) {
        ManagedChannel channel = channel(endpoint);
        try {
            MaintenanceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .alarm(AlarmRequest.newBuilder()
                            .setAction(raised ? AlarmRequest.AlarmAction.ACTIVATE : AlarmRequest.AlarmAction.DEACTIVATE)
                            .setAlarm(AlarmType.NOSPACE)
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }
}
