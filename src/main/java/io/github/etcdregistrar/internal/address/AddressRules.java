package io.github.etcdregistrar.internal.address;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which addresses may be registered, the most wanted first: names of interfaces (<code>eth*</code>), addresses and CIDR
 * blocks (<code>10.0.0.0/8</code>), separated by commas; with a <code>!</code> before it, what is not to be registered.
 */
public final class AddressRules {

    /** No rules: every address may be registered. */
    public static final AddressRules NONE = new AddressRules("", List.of());

    private final String text;
    private final List<AddressRule> wanted;
    private final List<AddressRule> excluded;

    private AddressRules(String text, List<AddressRule> rules) {
        this.text = text;
        this.wanted = rules.stream().filter(rule -> !rule.excludes()).toList();
        this.excluded = rules.stream().filter(AddressRule::excludes).toList();
    }

    /**
     * Reads rules.
     *
     * @throws IllegalArgumentException if one is not right; the message says which
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
        return new AddressRules(text, rules);
    }

    /** Whether any rule says what is wanted, and not only what is not. */
    boolean areChoosing() {
        return !wanted.isEmpty();
    }

    /** The place of the first rule that wants this address, from 0; empty if it may not be registered. */
    OptionalInt place(NetworkAddress address) {
        if (excluded.stream().anyMatch(rule -> rule.matches(address))) {
            return OptionalInt.empty();
        }
        return wanted.isEmpty()
                ? OptionalInt.of(0)
                : IntStream.range(0, wanted.size())
                        .filter(i -> wanted.get(i).matches(address))
                        .findFirst();
    }

    /** The rule at a place, as it was written. */
    String at(int place) {
        return wanted.get(place).pattern();
    }

    @Override
    public String toString() {
        return text;
    }
}
