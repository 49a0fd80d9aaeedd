package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds and ranks the addresses that may be registered. */
final class CandidateRanking {

    private final Network network;
    private final AddressRules rules;
    private final IpFamily preferred;
    /** Whether the family comes before the route. If none is preferred and there are no rules, it only breaks ties. */
    private final boolean familyMatters;

    CandidateRanking(Network network, AddressRules rules, Optional<IpFamily> family) {
        this.network = network;
        this.rules = rules;
        this.preferred = family.orElse(IpFamily.IPV4);
        this.familyMatters = family.isPresent() || rules.haveInclusions();
    }

    /** The candidates, the best first. */
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
                        .thenComparingInt(candidate -> routes.preference(candidate.ip()))
                        .thenComparingInt(candidate -> distance(candidate.ip())))
                .toList();
    }

    /** All addresses except link-local ones of IPv6, which nobody else can use. */
    List<NetworkAddress> addresses() {
        return network.addresses().stream().filter(CandidateRanking::canBeUsed).toList();
    }

    private static boolean canBeUsed(NetworkAddress address) {
        return IpFamily.of(address.ip()) == IpFamily.IPV4 || !address.isLinkLocal();
    }

    /** In some containers interfaces are hidden: then only the route tells an address. */
    private static Stream<NetworkAddress> hidden(Routes routes, List<NetworkAddress> seen) {
        Set<InetAddress> ips = seen.stream().map(NetworkAddress::ip).collect(Collectors.toSet());
        return routes.localEnds().stream()
                .filter(end -> !ips.contains(end))
                .map(end -> new NetworkAddress(end, "?", false))
                .filter(CandidateRanking::canBeUsed);
    }

    private Optional<Candidate> candidate(NetworkAddress address, Routes routes, Set<String> routed) {
        AddressRank rank = rank(address, routes, routed);
        boolean wanted = rules.haveInclusions()
                || address.isLoopback()
                || routes.endAt(address.ip())
                || address.ordinary() && !address.isLinkLocal();
        OptionalInt rule = rules.ruleIndex(address);
        return wanted && rule.isPresent()
                ? Optional.of(new Candidate(address, rule.getAsInt(), familyMatters ? distance(address.ip()) : 0, rank))
                : Optional.empty();
    }

    private static AddressRank rank(NetworkAddress address, Routes routes, Set<String> routed) {
        if (address.isLoopback()) {
            return AddressRank.LAST_RESORT;
        }
        if (routes.endAt(address.ip())) {
            return routes.rank();
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
