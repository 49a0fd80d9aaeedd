package io.github.etcdregistrar.internal.address;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The addresses that may be registered, the preferred ones first: names of interfaces (<code>eth*</code>), addresses
 * and CIDR blocks (<code>10.0.0.0/8</code>), separated by commas; a <code>!</code> excludes.
 */
public final class AddressRules {

    /** No rules: every address may be registered. */
    public static final AddressRules NONE = new AddressRules("", List.of(), List.of());

    private final String text;
    private final List<AddressRule> wanted;
    private final List<AddressRule> excluded;

    private AddressRules(String text, List<AddressRule> wanted, List<AddressRule> excluded) {
        this.text = text;
        this.wanted = wanted;
        this.excluded = excluded;
    }

    /**
     * Reads rules.
     *
     * @throws IllegalArgumentException if one is invalid; the message says which
     */
    public static AddressRules parse(String text) {
        List<AddressRule> rules = Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(rule -> !rule.isEmpty())
                .map(AddressRule::parse)
                .toList();
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("there is no rule in it");
        }
        return new AddressRules(
                text,
                rules.stream().filter(rule -> !rule.excludes()).toList(),
                rules.stream().filter(AddressRule::excludes).toList());
    }

    /** Whether any rule includes addresses, and not only excludes. */
    boolean haveInclusions() {
        return !wanted.isEmpty();
    }

    /** The index of the first rule that includes this address; empty if it may not be registered. */
    OptionalInt ruleIndex(NetworkAddress address) {
        if (excluded.stream().anyMatch(rule -> rule.matches(address))) {
            return OptionalInt.empty();
        }
        return wanted.isEmpty()
                ? OptionalInt.of(0)
                : IntStream.range(0, wanted.size())
                        .filter(i -> wanted.get(i).matches(address))
                        .findFirst();
    }

    /** The rule of an index, as written. */
    String at(int place) {
        return wanted.get(place).pattern();
    }

    @Override
    public String toString() {
        return text;
    }
}
