package io.github.etcdregistrar.instance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The network as the operating system tells it. */
final class MachineNetwork implements Network {

    @Override
    public List<NetworkAddress> addresses() {
        try {
            // The JDK's order is the reverse on Linux: docker0 before eth0.
            return NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(MachineNetwork::addressesOf)
                    .toList();
        } catch (SocketException e) {
            // None are there, or they cannot be seen: then a route, or the address that there was, has to do.
            return List.of();
        }
    }

    @Override
    public Optional<InetAddress> routeTo(InetSocketAddress remote) {
        // Asks the routing table: a UDP socket that is connected knows its local end, and nothing is sent.
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(remote);
            InetSocketAddress localEnd = (InetSocketAddress) channel.getLocalAddress();
            return Optional.of(localEnd.getAddress()).filter(ip -> !ip.isAnyLocalAddress());
        } catch (IOException | UnsupportedOperationException e) {
            // No route, or not even this family: another endpoint, or an interface, will do.
            return Optional.empty();
        }
    }

    private static Stream<NetworkAddress> addressesOf(NetworkInterface network) {
        try {
            if (!network.isUp()) {
                return Stream.empty();
            }
            boolean ordinary = !network.isLoopback() && !network.isPointToPoint();
            return network.inetAddresses().map(ip -> new NetworkAddress(ip, network.getName(), ordinary));
        } catch (SocketException e) {
            // It went away while we looked.
            return Stream.empty();
        }
    }
}
