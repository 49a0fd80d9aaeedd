package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;
import java.util.Comparator;

/**
 * An address that may be registered.
 *
 * @param address the address
 * @param rule the place of the rule that wants it, 0 if there are none
 * @param family 0 for the preferred family, 1 for the other; always 0 where it does not matter
 * @param reach what else speaks for it
 */
record Candidate(NetworkAddress address, int rule, int family, AddressRank reach) {

    /** A last resort stays one, of whichever family it is. */
    static final Comparator<Candidate> BY_CLASS = Comparator.comparingInt(Candidate::rule)
            .thenComparing(Candidate::isLastResort)
            .thenComparingInt(Candidate::family)
            .thenComparing(Candidate::reach);

    InetAddress ip() {
        return address.ip();
    }

    boolean isLastResort() {
        return reach == AddressRank.LAST_RESORT;
    }

    /** Whether it is reason enough to change the address. */
    boolean isOfABetterClassThan(Candidate other) {
        return BY_CLASS.compare(this, other) < 0;
    }

    boolean isSameAddress(Candidate other) {
        return ip().equals(other.ip());
    }
}
