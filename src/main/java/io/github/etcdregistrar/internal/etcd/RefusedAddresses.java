package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses that have refused a connection. A plain socket asks them whether they still do, because a channel of gRPC
 * takes twenty times as much processor time, at each attempt of an outage.
 */
final class RefusedAddresses {

    private final Set<InetSocketAddress> addresses = ConcurrentHashMap.newKeySet();

    /** Notes the address of a failed call if it has refused the connection. */
    void add(Target target, StatusRuntimeException failure) {
        // A timeout of Netty's is a ConnectException, too.
        if (ErrorTranslator.causes(failure).anyMatch(cause -> cause.getClass() == ConnectException.class)) {
            addresses.add(target.address());
        }
    }

    /**
     * Returns at once unless the address is one of these.
     *
     * @param limit how long connecting may take
     * @throws EtcdUnavailableException if it still refuses
     */
    void check(Target target, Duration limit) throws EtcdUnavailableException {
        InetSocketAddress address = target.address();
        if (!addresses.contains(address)) {
            return;
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) Math.max(1, limit.toMillis()));
        } catch (ConnectException e) {
            throw new EtcdUnavailableException(
                    ProblemCode.CONNECTION_REFUSED, "etcd at " + target.endpoint() + ": " + e, e);
        } catch (IOException e) {
            // Something else is wrong now, and the channel says what.
        }
        addresses.remove(address);
    }
}
