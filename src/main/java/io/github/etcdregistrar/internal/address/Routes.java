package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The routes that tell at which address this machine is reached.
 *
 * @param localEnds their ends on this machine, in order of preference
 * @param reach what it says for an address that it is such an end
 */
record Routes(List<InetAddress> localEnds, AddressRank reach) {

    /** Nobody's addresses, reserved for documentation: the way to them is the default route. */
    private static final List<InetSocketAddress> ELSEWHERE = Stream.of("198.51.100.1", "2001:db8::1")
            .map(ip -> new InetSocketAddress(IpText.parse(ip), 9))
            .toList();

    /** The routes to the endpoints; and if those are all over the loopback, which tells nothing, the default routes. */
    static Routes find(Network network, List<InetSocketAddress> endpoints) {
        List<InetAddress> toEtcd = localEnds(network, endpoints).toList();
        if (toEtcd.stream().anyMatch(end -> !end.isLoopbackAddress())) {
            return new Routes(toEtcd, AddressRank.ON_ROUTE);
        }
        return new Routes(
                Stream.concat(toEtcd.stream(), localEnds(network, ELSEWHERE)).toList(), AddressRank.ON_DEFAULT_ROUTE);
    }

    boolean endAt(InetAddress ip) {
        return localEnds.contains(ip);
    }

    /** The place in the order of preference; after all others where no route ends. */
    int place(InetAddress ip) {
        return endAt(ip) ? localEnds.indexOf(ip) : localEnds.size();
    }

    private static Stream<InetAddress> localEnds(Network network, List<InetSocketAddress> remotes) {
        return remotes.stream().flatMap(remote -> network.routeTo(remote).stream());
    }
}
