package io.github.etcdregistrar.internal.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IP addresses as text; IPv6 ones as RFC 5952 wants them, {@code fd00::2}, without brackets and zone. */
public final class IpText {

    private static final String OCTET = "(25[0-5]|(2[0-4]|1\\d|[1-9]|)\\d)";
    /** Only addresses, so that no name is ever looked up. */
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final int GROUPS = 8;

    private IpText() {}

    /**
     * Reads an address, without looking up any name. Ignores brackets around an IPv6 address, and its zone.
     *
     * @throws IllegalArgumentException if it is neither an IPv4 nor an IPv6 address
     */
    public static InetAddress parse(String text) {
        String bare = text.replaceFirst("^\\[(.*:.*)]$", "$1").replaceFirst("(:.*)%.+$", "$1");
        if (!ADDRESS.matcher(bare).matches()) {
            throw new IllegalArgumentException(text + " is not an address");
        }
        try {
            return InetAddress.getByName(bare);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is not an address", e);
        }
    }

    /** Writes an address in its canonical form; any other text stays as it is. */
    public static String canonical(String text) {
        try {
            return of(parse(text));
        } catch (IllegalArgumentException e) {
            return text; // a name
        }
    }

    /** Writes an address. */
    public static String of(InetAddress ip) {
        if (ip instanceof Inet4Address) {
            return ip.getHostAddress();
        }
        byte[] bytes = ip.getAddress();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << Byte.SIZE | bytes[2 * i + 1] & 0xFF;
        }
        // The first of the longest runs of two or more zeros is left out (RFC 5952, 4.2).
        int start = 0;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(groups, i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        return length == 1
                ? hex(groups, 0, GROUPS)
                : hex(groups, 0, start) + "::" + hex(groups, start + length, GROUPS);
    }

    private static int zerosFrom(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String hex(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
