package io.github.etcdregistrar.internal.runtime;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Optional;

/**
 * Asks whether the server listens at the address that is registered: some listen on the loopback only, as Open Liberty does
 * by default. Asks by connecting, which every server understands.
 */
public final class ListenerCheck {

    private static final int TIMEOUT_MILLIS = 500;

    private ListenerCheck() {}

    /**
     * What to say if the port is open at the loopback and closed at the registered address; empty otherwise, also if the
     * port is not open yet.
     *
     * @param ip an address of this machine
     */
    public static Optional<String> warning(HttpListener listener, String ip) throws IOException {
        InetAddress registered = InetAddress.getByName(ip);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        if (registered.isLoopbackAddress()
                || !accepts(loopback, listener.port())
                || !refuses(registered, listener.port())) {
            return Optional.empty();
        }
        return Optional.of("Nobody else can reach this instance: the server listens at " + loopback.getHostAddress()
                + " only, and " + ip + " is registered, where port " + listener.port() + " is closed. Make the server"
                + " listen at that address (Open Liberty: host=\"*\" in httpEndpoint), or set etcd.registrar.ip");
    }

    private static boolean accepts(InetAddress ip, int port) {
        try {
            connect(ip, port);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Anything else than a refusal can come from a firewall. */
    private static boolean refuses(InetAddress ip, int port) {
        try {
            connect(ip, port);
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void connect(InetAddress ip, int port) throws IOException {
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(new InetSocketAddress(ip, port), TIMEOUT_MILLIS);
        }
    }
}
