package io.github.etcdregistrar.internal.address;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The address at which others reach this machine: chosen once, and kept until it is gone or a better one is there.
 *
 * <p>In this order, an address is better that matches an earlier rule; that is no loopback; that is of the preferred
 * family, if one is preferred or there are rules; that is the local end of the route to etcd, or else on the same
 * interface; that is on an interface which came into being earlier. The last never changes a choice that has been made:
 * interfaces come and go. Nor does a real address ever give way to the loopback.
 *
 * <p>Not to be used by several threads at once.
 */
public final class AddressSelector {

    private static final Logger LOG = System.getLogger(AddressSelector.class.getName());
    /** How many addresses are named in one line: a node of a cluster can have hundreds. */
    private static final int MOST_NAMED = 10;
    /** How often an address may be missing before a worse one is taken: an interface can be without one for a second. */
    private static final int PATIENCE = 3;

    private final Network network;
    private final AddressRules rules;
    private final Supplier<List<InetSocketAddress>> endpoints;
    private final CandidateRanking candidates;
    /** Resolved once: this is asked with every renewal, which must not wait for a resolver. */
    private List<InetSocketAddress> resolved = List.of();

    private Candidate current;
    /** How often, lately, the current address was not there. */
    private int looksWithout;

    private boolean saidGone;

    /**
     * Chooses nothing yet.
     *
     * @param rules which addresses may be registered
     * @param family which family is preferred; if empty, that of the route to etcd, and IPv4 where there are rules
     * @param endpoints where etcd is, in order of preference, with hosts that need not have been looked up
     */
    public AddressSelector(
            Network network,
            AddressRules rules,
            Optional<IpFamily> family,
            Supplier<List<InetSocketAddress>> endpoints) {
        this.network = network;
        this.rules = rules;
        this.endpoints = endpoints;
        this.candidates = new CandidateRanking(network, rules, family);
    }

    /**
     * The address as text, an IPv6 address without its zone. Says in the log what was chosen, whenever it is
     * another one than before. The first call looks up the names of the endpoints, and can take a while.
     *
     * @throws IllegalStateException if there is no address to choose; the message is one line that says what there is
     */
    public String get() {
        if (resolved.isEmpty()) {
            resolved = resolve();
        }
        List<Candidate> ranked = candidates.ranked(resolved);
        Candidate best = choose(ranked).orElseThrow(() -> new IllegalStateException(nothing()));
        if (current == null || !best.isSameAddress(current)) {
            LOG.log(Level.INFO, describe(best, ranked));
        }
        current = best;
        return IpText.of(current.ip());
    }

    /** Whether {@link #get()} would return another address than the last time. Takes less than a millisecond. */
    public boolean hasChanged() {
        if (current == null) {
            return false;
        }
        List<Candidate> ranked = candidates.ranked(resolved);
        looksWithout = ranked.stream().anyMatch(current::isSameAddress) ? 0 : looksWithout + 1;
        return choose(ranked).filter(best -> !best.isSameAddress(current)).isPresent();
    }

    private Optional<Candidate> choose(List<Candidate> ranked) {
        Optional<Candidate> best = ranked.stream().findFirst();
        if (current == null) {
            return best;
        }
        Optional<Candidate> now = ranked.stream().filter(current::isSameAddress).findFirst();
        saidGone &= now.isEmpty();
        if (best.isEmpty() || best.get().isLastResort() && !current.isLastResort()) {
            if (now.isEmpty() && !saidGone) {
                LOG.log(Level.WARNING, "Address " + current.address() + " is gone, and kept for want of another");
                saidGone = true;
            }
            return Optional.of(now.orElse(current));
        }
        if (now.isEmpty() && current.isOfABetterClassThan(best.get()) && looksWithout < PATIENCE) {
            return Optional.of(current);
        }
        return now.filter(candidate -> !best.get().isOfABetterClassThan(candidate))
                .or(() -> best);
    }

    private String describe(Candidate chosen, List<Candidate> ranked) {
        String before = current == null ? "" : " instead of " + current.address();
        String why = Stream.of(
                        chosen.address().networkInterface(),
                        rules.areChoosing() ? "matches " + rules.at(chosen.rule()) : "",
                        chosen.reach().toString())
                .filter(reason -> !reason.isEmpty())
                .collect(Collectors.joining(", "));
        List<NetworkAddress> others = ranked.stream()
                .filter(other -> !other.isSameAddress(chosen) && (rules.areChoosing() || !other.isLastResort()))
                .map(Candidate::address)
                .toList();
        return "Address " + IpText.of(chosen.ip()) + " (" + why + ")" + before
                + (others.isEmpty() ? "; there is no other to choose" : "; not chosen: " + list(others));
    }

    private String nothing() {
        List<NetworkAddress> all = candidates.addresses();
        return all.isEmpty()
                ? "this machine has no network address"
                : "etcd.registrar.network = " + rules + " matches none of " + list(all);
    }

    private static String list(List<NetworkAddress> addresses) {
        String named = addresses.stream()
                .limit(MOST_NAMED)
                .map(NetworkAddress::toString)
                .collect(Collectors.joining(", "));
        int more = addresses.size() - MOST_NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    /** Only as far as need be: a look-up can take long, and the first endpoint to which there is a route will do. */
    private List<InetSocketAddress> resolve() {
        List<InetSocketAddress> found = new ArrayList<>();
        for (InetSocketAddress endpoint : endpoints.get()) {
            String host = endpoint.getHostString();
            Optional<InetSocketAddress> address = Attempt.at(
                            "the address of " + host, () -> InetAddress.getByName(host))
                    .map(ip -> new InetSocketAddress(ip, endpoint.getPort()));
            address.ifPresent(found::add);
            if (address.flatMap(network::routeTo)
                    .filter(end -> !end.isLoopbackAddress())
                    .isPresent()) {
                break;
            }
        }
        return found;
    }
}
