package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.endpoint.EndpointSource;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Goes round all addresses of all endpoints. Looks endpoints and names up again after each round, because members
 * and addresses change. Any thread may call; lookups make others wait.
 */
final class Targets {

    private static final String ENDPOINT_LOOKUP = "";
    /** What needs no lookup. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final EndpointSource source;
    private final NameLookups lookups;
    private List<Endpoint> endpoints = List.of();
    private List<Target> round = List.of();
    private int next;
    private int count = 1;
    private boolean firstRound = true;

    Targets(EndpointSource source, NameLookups lookups) {
        this.source = source;
        this.lookups = lookups;
    }

    /** How many there are, as far as is known. */
    synchronized int count() {
        return Math.max(count, round.size());
    }

    /** Whether not all have been tried since the last answer. */
    synchronized boolean isFirstRound() {
        return firstRound;
    }

    /** Notes an answer: the next failure starts a first round. */
    synchronized void answered() {
        firstRound = true;
    }

    /** Goes on to the next. */
    synchronized void advance() {
        next++;
        if (next >= round.size()) {
            count = Math.max(1, round.size());
            round = List.of();
            next = 0;
            firstRound = false;
        }
    }

    /**
     * The current target.
     *
     * @param limit how long each lookup may take
     * @throws EtcdUnavailableException if DNS does not tell it
     */
    synchronized Target current(Duration limit) throws EtcdUnavailableException {
        if (round.isEmpty()) {
            boolean first = endpoints.isEmpty();
            endpoints = endpoints(limit);
            round = new ArrayList<>(
                    endpoints.stream().map(e -> new Target(e, null)).toList());
            // Instances start with different members, so that no member has all of them.
            next = first ? ThreadLocalRandom.current().nextInt(round.size()) : 0;
        }
        Target target = round.get(next);
        if (target.ip() == null) {
            Endpoint endpoint = target.endpoint();
            List<Target> found = addresses(endpoint, limit).stream()
                    .map(ip -> new Target(endpoint, ip))
                    .toList();
            round.remove(next);
            round.addAll(next, found);
        }
        return round.get(next);
    }

    /** The endpoints of before, if they cannot be looked up now. */
    private List<Endpoint> endpoints(Duration limit) throws EtcdUnavailableException {
        try {
            return source.isFixed() ? source.endpoints() : lookups.get(ENDPOINT_LOOKUP, source::endpoints, limit);
        } catch (IOException e) {
            if (endpoints.isEmpty()) {
                throw new EtcdUnavailableException(ProblemCode.NAME_NOT_RESOLVED, e.getMessage(), e);
            }
            return endpoints;
        }
    }

    private List<InetAddress> addresses(Endpoint endpoint, Duration limit) throws EtcdUnavailableException {
        try {
            String host = endpoint.host();
            List<InetAddress> found = new ArrayList<>(Arrays.asList(
                    ADDRESS.matcher(host).matches()
                            ? InetAddress.getAllByName(host)
                            : lookups.get(host, () -> InetAddress.getAllByName(host), limit)));
            // Keeps the JVM's order of families; within one, instances start with different addresses.
            Class<?> preferred = found.get(0).getClass();
            Collections.shuffle(found);
            found.sort(Comparator.comparing(ip -> ip.getClass() != preferred));
            return found;
        } catch (IOException e) {
            String why = e instanceof UnknownHostException
                    ? "the name " + endpoint.host() + " is not known"
                    : "the name " + endpoint.host() + " cannot be looked up: " + e.getMessage();
            throw new EtcdUnavailableException(ProblemCode.NAME_NOT_RESOLVED, "etcd at " + endpoint + ": " + why, e);
        }
    }
}
