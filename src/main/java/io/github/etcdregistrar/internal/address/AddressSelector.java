package io.github.etcdregistrar.internal.address;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Selects the address at which others reach this machine, and keeps it until it is gone or a better one is there.
 *
 * <p>An address is better, in this order, if it matches an earlier rule; if it is no loopback; if it is of the
 * preferred family, if one is preferred or there are rules; if it is the local end of the route to etcd (of the default
 * route, if etcd is reached over the loopback), or else on the same interface; then, if it is the local end of the route
 * to an earlier endpoint; if it is an IPv4 address; if its interface is older. The last three never change a selection,
 * because interfaces come and go.
 * A real address never gives way to the loopback.
 *
 * <p>Used by one thread at a time.
 */
public final class AddressSelector {

    private static final Logger LOG = System.getLogger(AddressSelector.class.getName());
    /** The most addresses in one line: a node of a cluster can have hundreds. */
    private static final int MOST_NAMED = 10;
    /**
     * How often an address may be missing before a worse one is selected: an interface can be without one for a
     * second.
     */
    private static final int MISSED_CHECKS_BEFORE_WORSE = 3;
    /** Listing the interfaces and asking for the routes costs more than the renewal that asks for it. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final Network network;
    private final AddressRules rules;
    private final Supplier<List<InetSocketAddress>> endpoints;
    private final CandidateRanking candidates;
    private final LongSupplier nanoTime;
    /** Resolved once: every renewal asks, and must not wait for DNS. */
    private List<InetSocketAddress> resolved = List.of();

    private Candidate current;
    /** How often in succession the current address was missing. */
    private int missedChecks;

    private boolean goneLogged;
    private long nextCheckNanos;

    /** Selects nothing yet, and reads the system's clock. */
    public AddressSelector(
            Network network,
            AddressRules rules,
            Optional<IpFamily> family,
            Supplier<List<InetSocketAddress>> endpoints) {
        this(network, rules, family, endpoints, System::nanoTime);
    }

    /**
     * Selects nothing yet.
     *
     * @param rules which addresses may be registered
     * @param family the preferred family; if empty, that of the route to etcd, and IPv4 if there are rules
     * @param endpoints where etcd is, in order of preference; hosts need not have been looked up
     * @param nanoTime the monotonic clock
     */
    AddressSelector(
            Network network,
            AddressRules rules,
            Optional<IpFamily> family,
            Supplier<List<InetSocketAddress>> endpoints,
            LongSupplier nanoTime) {
        this.network = network;
        this.rules = rules;
        this.endpoints = endpoints;
        this.candidates = new CandidateRanking(network, rules, family);
        this.nanoTime = nanoTime;
    }

    /**
     * The address as text, an IPv6 address without its zone. Logs another selection than before. The first call
     * looks up the hosts of the endpoints, which can take long.
     *
     * @throws IllegalStateException if there is no candidate; the message lists the addresses in one line
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
        nextCheckNanos = nanoTime.getAsLong() + CHECK_INTERVAL.toNanos();
        return IpText.of(current.ip());
    }

    /**
     * Whether {@link #get()} would return another address than the last time. Looks every five seconds, and at each call
     * while the current address is missing. Takes less than a millisecond.
     */
    public boolean hasChanged() {
        long now = nanoTime.getAsLong();
        if (current == null || missedChecks == 0 && now - nextCheckNanos < 0) {
            return false;
        }
        nextCheckNanos = now + CHECK_INTERVAL.toNanos();
        List<Candidate> ranked = candidates.ranked(resolved);
        missedChecks = ranked.stream().anyMatch(current::isSameAddress) ? 0 : missedChecks + 1;
        return choose(ranked).filter(best -> !best.isSameAddress(current)).isPresent();
    }

    private Optional<Candidate> choose(List<Candidate> ranked) {
        Optional<Candidate> best = ranked.stream().findFirst();
        if (current == null) {
            return best;
        }
        Optional<Candidate> now = ranked.stream().filter(current::isSameAddress).findFirst();
        goneLogged &= now.isEmpty();
        if (best.isEmpty() || best.get().isLastResort() && !current.isLastResort()) {
            if (now.isEmpty() && !goneLogged) {
                LOG.log(Level.WARNING, "Address " + current.address() + " is gone, and kept because there is no other");
                goneLogged = true;
            }
            return Optional.of(now.orElse(current));
        }
        if (now.isEmpty() && current.isOfABetterClassThan(best.get()) && missedChecks < MISSED_CHECKS_BEFORE_WORSE) {
            return Optional.of(current);
        }
        return now.filter(candidate -> !best.get().isOfABetterClassThan(candidate))
                .or(() -> best);
    }

    private String describe(Candidate chosen, List<Candidate> ranked) {
        String before = current == null ? "" : " instead of " + current.address();
        String why = Stream.of(
                        chosen.address().networkInterface(),
                        rules.haveInclusions() ? "matches " + rules.at(chosen.rule()) : "",
                        chosen.rank().toString())
                .filter(reason -> !reason.isEmpty())
                .collect(Collectors.joining(", "));
        List<NetworkAddress> others = ranked.stream()
                .filter(other -> !other.isSameAddress(chosen) && (rules.haveInclusions() || !other.isLastResort()))
                .map(Candidate::address)
                .toList();
        return "Address " + IpText.of(chosen.ip()) + " (" + why + ")" + before
                + (others.isEmpty() ? "; no other candidate" : "; other candidates: " + list(others));
    }

    private String nothing() {
        List<NetworkAddress> all = candidates.addresses();
        return all.isEmpty()
                ? "this machine has no network address"
                : (rules == AddressRules.NONE
                                ? "no interface has an address that others can use: there are "
                                : "etcd.registrar.network = " + rules + " matches none of ")
                        + list(all);
    }

    private static String list(List<NetworkAddress> addresses) {
        String named = addresses.stream()
                .limit(MOST_NAMED)
                .map(NetworkAddress::toString)
                .collect(Collectors.joining(", "));
        int more = addresses.size() - MOST_NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    /** Stops at the first endpoint to which there is a route: a lookup can take long. */
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
