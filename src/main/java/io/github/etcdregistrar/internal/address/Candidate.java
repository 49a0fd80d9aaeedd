package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;
import java.util.Comparator;

/**
 * An address that may be registered.
 *
 * @param address the address
 * @param rule the index of the rule that includes it, 0 if there are none
 * @param family 0 for the preferred family, 1 for the other; always 0 if no family is preferred
 * @param rank the reason
 */
record Candidate(NetworkAddress address, int rule, int family, AddressRank rank) {

    /** A last resort ranks last within its rule, whatever its family. */
    static final Comparator<Candidate> BY_CLASS = Comparator.comparingInt(Candidate::rule)
            .thenComparing(Candidate::isLastResort)
            .thenComparingInt(Candidate::family)
            .thenComparing(Candidate::rank);

    InetAddress ip() {
        return address.ip();
    }

    boolean isLastResort() {
        return rank == AddressRank.LAST_RESORT;
    }

    /** Whether it is good enough to replace the other. */
    boolean isOfABetterClassThan(Candidate other) {
        return BY_CLASS.compare(this, other) < 0;
    }

    boolean isSameAddress(Candidate other) {
        return ip().equals(other.ip());
    }
}
