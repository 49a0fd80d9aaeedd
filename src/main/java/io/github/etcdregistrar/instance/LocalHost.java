package io.github.etcdregistrar.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine is called, and at which address others reach it. Looks up names, so it can take a while. */
public final class LocalHost {

    private LocalHost() {}

    /**
     * The address at which this machine is reached: the local end of the route to one of the endpoints; if that is the
     * loopback, which tells nobody anything, the first address of an interface that is up, not the loopback and not
     * point-to-point, IPv4 before IPv6; if there is none, the loopback.
     *
     * @param endpoints what this machine reaches, in order of preference
     * @return the address as text, an IPv6 address without its zone
     * @throws IllegalStateException if this machine has no address at all
     */
    public static String ip(List<URI> endpoints) {
        List<InetAddress> routes =
                endpoints.stream().flatMap(LocalHost::routeTo).toList();
        return Stream.of(
                        routes.stream().filter(address -> !address.isLoopbackAddress()),
                        interfaceAddresses(),
                        routes.stream())
                .flatMap(addresses -> addresses)
                .findFirst()
                .map(LocalHost::text)
                .orElseThrow(() -> new IllegalStateException("this machine has no network address"));
    }

    /** The name of this machine; {@code localhost} if it has none that can be resolved. */
    public static String name() {
        String inEnvironment = System.getenv("HOSTNAME");
        if (inEnvironment != null && !inEnvironment.isBlank()) {
            return inEnvironment;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Asks the routing table: a UDP socket that is connected knows its local end, and nothing is sent. */
    private static Stream<InetAddress> routeTo(URI endpoint) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(endpoint.getHost()), endpoint.getPort()));
            return Optional.of(socket.getLocalAddress()).filter(address -> !address.isAnyLocalAddress()).stream();
        } catch (IOException | UncheckedIOException e) {
            // No such name or no route: the next endpoint, or an interface, will do.
            return Stream.empty();
        }
    }

    private static Stream<InetAddress> interfaceAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(LocalHost::isUsable)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .sorted(Comparator.comparing(address -> address instanceof Inet4Address ? 0 : 1));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUsable(NetworkInterface candidate) {
        try {
            return candidate.isUp() && !candidate.isLoopback() && !candidate.isPointToPoint();
        } catch (SocketException e) {
            // It went away while we looked.
            return false;
        }
    }

    private static String text(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }
}
