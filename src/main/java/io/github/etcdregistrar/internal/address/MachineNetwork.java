package io.github.etcdregistrar.internal.address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The network as the operating system tells it. */
final class MachineNetwork implements Network {

    @Override
    public List<NetworkAddress> addresses() {
        // Where they cannot be seen a route, or the address that there was, has to do.
        return Attempt.at("the network interfaces", NetworkInterface::networkInterfaces).stream()
                .flatMap(interfaces -> interfaces)
                // The JDK's order is the reverse on Linux: docker0 before eth0.
                .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                .flatMap(one -> Attempt.at("the addresses of " + one.getName(), () -> addressesOf(one)).stream())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public Optional<InetAddress> routeTo(InetSocketAddress remote) {
        return Attempt.at("a route to " + remote, () -> localEnd(remote)).filter(ip -> !ip.isAnyLocalAddress());
    }

    /** Asks the routing table: a UDP socket that is connected knows its local end, and nothing is sent. */
    private static InetAddress localEnd(InetSocketAddress remote) throws IOException {
        // Throws IllegalArgumentException, too: for IPv6 with -Djava.net.preferIPv4Stack=true.
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(remote);
            return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
        }
    }

    private static List<NetworkAddress> addressesOf(NetworkInterface network) throws SocketException {
        if (!network.isUp()) {
            return List.of();
        }
        boolean ordinary = !network.isLoopback() && !network.isPointToPoint();
        return network.inetAddresses()
                .map(ip -> new NetworkAddress(ip, network.getName(), ordinary))
                .toList();
    }
}
