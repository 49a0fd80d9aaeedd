package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The routes that tell at which address others reach this machine.
 *
 * @param localEnds their local ends, in order of preference
 * @param rank the reason that such an end gets
 */
record Routes(List<InetAddress> localEnds, AddressRank rank) {

    /** Reserved for documentation: the route to them is the default route. */
    private static final List<InetSocketAddress> ELSEWHERE = Stream.of("198.51.100.1", "2001:db8::1")
            .map(ip -> new InetSocketAddress(IpText.parse(ip), 9))
            .toList();

    /** The routes to the endpoints; if all use the loopback, which tells nothing, the default routes. */
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

    /** The index in the order of preference; the number of routes if none ends there. */
    int preference(InetAddress ip) {
        return endAt(ip) ? localEnds.indexOf(ip) : localEnds.size();
    }

    private static Stream<InetAddress> localEnds(Network network, List<InetSocketAddress> remotes) {
        return remotes.stream().flatMap(remote -> network.routeTo(remote).stream());
    }
}
