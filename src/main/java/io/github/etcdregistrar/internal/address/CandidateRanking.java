package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the addresses that may be registered, and ranks them. */
final class CandidateRanking {

    private final Network network;
    private final AddressRules rules;
    private final IpFamily preferred;
    /** Where nothing says so, the route alone decides, of whichever family it is. */
    private final boolean familyMatters;

    CandidateRanking(Network network, AddressRules rules, Optional<IpFamily> family) {
        this.network = network;
        this.rules = rules;
        this.preferred = family.orElse(IpFamily.IPV4);
        this.familyMatters = family.isPresent() || rules.areChoosing();
    }

    /** What may be registered, the best first. */
    List<Candidate> ranked(List<InetSocketAddress> endpoints) {
        Routes routes = Routes.find(network, endpoints);
        List<NetworkAddress> seen = addresses();
        List<NetworkAddress> addresses =
                Stream.concat(seen.stream(), hidden(routes, seen)).toList();
        Set<String> routed = addresses.stream()
                .filter(address -> routes.endAt(address.ip()))
                .map(NetworkAddress::networkInterface)
                .collect(Collectors.toSet());
        return addresses.stream()
                .flatMap(address -> candidate(address, routes, routed).stream())
                .sorted(Candidate.BY_CLASS
                        .thenComparingInt(candidate -> routes.place(candidate.ip()))
                        .thenComparingInt(candidate -> distance(candidate.ip())))
                .toList();
    }

    /** All addresses but those which nobody else can ever use: link-local ones of IPv6. */
    List<NetworkAddress> addresses() {
        return network.addresses().stream().filter(CandidateRanking::canBeUsed).toList();
    }

    private static boolean canBeUsed(NetworkAddress address) {
        return IpFamily.of(address.ip()) == IpFamily.IPV4 || !address.isLinkLocal();
    }

    /** Where the interfaces cannot be seen, as in some containers, the route is all there is. */
    private static Stream<NetworkAddress> hidden(Routes routes, List<NetworkAddress> seen) {
        Set<InetAddress> ips = seen.stream().map(NetworkAddress::ip).collect(Collectors.toSet());
        return routes.localEnds().stream()
                .filter(end -> !ips.contains(end))
                .map(end -> new NetworkAddress(end, "?", false))
                .filter(CandidateRanking::canBeUsed);
    }

    private Optional<Candidate> candidate(NetworkAddress address, Routes routes, Set<String> routed) {
        AddressRank reach = reach(address, routes, routed);
        boolean wanted = rules.areChoosing()
                || address.isLoopback()
                || routes.endAt(address.ip())
                || address.ordinary() && !address.isLinkLocal();
        OptionalInt rule = rules.place(address);
        return wanted && rule.isPresent()
                ? Optional.of(
                        new Candidate(address, rule.getAsInt(), familyMatters ? distance(address.ip()) : 0, reach))
                : Optional.empty();
    }

    private static AddressRank reach(NetworkAddress address, Routes routes, Set<String> routed) {
        if (address.isLoopback()) {
            return AddressRank.LAST_RESORT;
        }
        if (routes.endAt(address.ip())) {
            return routes.reach();
        }
        if (address.isLinkLocal()) {
            return AddressRank.LAST_RESORT;
        }
        return routed.contains(address.networkInterface()) ? AddressRank.BESIDE_ROUTE : AddressRank.UP;
    }

    private int distance(InetAddress ip) {
        return IpFamily.of(ip) == preferred ? 0 : 1;
    }
}
