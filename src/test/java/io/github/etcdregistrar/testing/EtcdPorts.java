package io.github.etcdregistrar.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports on loopback that a process can leave and come back to. */
public final class EtcdPorts {
    /** Given once: the port of a member that is down looks free, and it will want it back. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private EtcdPorts() {}

    /** The given port, which people know, if nobody listens on it; else {@linkplain #free() another}. */
    public static int freeOr(int known) {
        return isFree(known) ? known : free();
    }

    /**
     * A port that nobody listens on. It lies below those that the system gives to outgoing connections: one of these
     * could be taken while etcd is down, even by a client that, trying to reach etcd, is connected to itself.
     */
    public static int free() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port on 127.0.0.1 between 20000 and 32000");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
