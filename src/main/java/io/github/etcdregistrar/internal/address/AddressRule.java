package io.github.etcdregistrar.internal.address;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One rule of {@link AddressRules}.
 *
 * @param excludes whether matching addresses must not be registered
 * @param pattern what it matches, as written, without the <code>!</code>
 * @param condition the test for it
 */
record AddressRule(boolean excludes, String pattern, Predicate<NetworkAddress> condition) {

    /** Looks like an address, such as 10.0.*; no interface has such a name. */
    private static final Pattern LIKE_AN_ADDRESS = Pattern.compile("\\d[\\d.*?]*\\.[\\d.*?]*|.*:.*");

    private static final Pattern INTERFACE = Pattern.compile("[^\\s!]+");

    static AddressRule parse(String text) {
        boolean excludes = text.startsWith("!");
        String pattern = excludes ? text.substring(1).trim() : text;
        return new AddressRule(excludes, pattern, condition(pattern));
    }

    boolean matches(NetworkAddress address) {
        return condition.test(address);
    }

    private static Predicate<NetworkAddress> condition(String pattern) {
        if (pattern.contains("/")) {
            return block(pattern);
        }
        if (LIKE_AN_ADDRESS.matcher(pattern).matches()) {
            InetAddress ip = IpText.parse(pattern);
            return address -> address.ip().equals(ip);
        }
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("one of them is empty");
        }
        if (!INTERFACE.matcher(pattern).matches()) {
            throw new IllegalArgumentException(pattern + " is not the name of an interface");
        }
        Pattern glob = glob(pattern);
        return address -> glob.matcher(address.networkInterface()).matches();
    }

    private static Predicate<NetworkAddress> block(String pattern) {
        String[] parts = pattern.split("/", 2);
        byte[] first = IpText.parse(parts[0]).getAddress();
        int length = first.length * Byte.SIZE;
        if (!parts[1].matches("\\d{1,3}") || Integer.parseInt(parts[1]) > length) {
            throw new IllegalArgumentException(pattern + " has no prefix length from 0 to " + length);
        }
        int free = length - Integer.parseInt(parts[1]);
        BigInteger prefix = prefix(first, free);
        return address -> {
            byte[] bytes = address.ip().getAddress();
            return bytes.length == first.length && prefix(bytes, free).equals(prefix);
        };
    }

    private static BigInteger prefix(byte[] address, int free) {
        return new BigInteger(1, address).shiftRight(free);
    }

    private static Pattern glob(String pattern) {
        return Pattern.compile(pattern.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining()));
    }
}
