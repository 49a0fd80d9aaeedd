package io.github.etcdregistrar.internal.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an address costs that refuses connections. */
class ConnectionsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final int port = EtcdPorts.free();
    private final String endpoint = "http://127.0.0.1:" + port;
    private final Connections connections =
            new Connections(new EtcdClientConfig(List.of(Endpoint.parse(endpoint, false)), LIMIT));

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void anAddressThatHasRefusedGetsNoChannelUntilSomethingListens() throws Exception {
        String first = refusedCall();

        EtcdUnavailableException second =
                catchThrowableOfType(EtcdUnavailableException.class, () -> connections.current(deadline()));
        assertThat(second.problem().toString()).isEqualTo(first);

        try (ServerSocket listener = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(connections.current(deadline()).address().getPort()).isEqualTo(listener.getLocalPort());
        }
    }

    /** What the channel says of it. */
    private String refusedCall() throws EtcdUnavailableException {
        Connection connection = connections.current(deadline());
        StatusRuntimeException failure =
                catchThrowableOfType(StatusRuntimeException.class, () -> KVGrpc.newBlockingStub(connection.channel())
                        .range(RangeRequest.getDefaultInstance()));
        connections.failed(connection, failure);
        connections.drop(connection);
        return new ErrorTranslator(connection, LIMIT, deadline())
                .unavailable(failure, "")
                .problem()
                .toString();
    }

    private static Deadline deadline() {
        return Deadline.after(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
