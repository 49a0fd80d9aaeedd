package io.github.etcdregistrar.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IP addresses as text. */
public final class IpText {

    private static final String OCTET = "(25[0-5]|(2[0-4]|1\\d|[1-9]|)\\d)";
    /** Only what is an address already, so that no name is ever looked up. */
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private IpText() {}

    /**
     * Reads an address, without looking up any name.
     *
     * @throws IllegalArgumentException if it is neither an IPv4 nor an IPv6 address
     */
    public static InetAddress parse(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is no address");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is no address", e);
        }
    }

    /** Writes an address; an IPv6 one in full and without its zone. */
    public static String of(InetAddress ip) {
        return ip.getHostAddress().replaceFirst("%.*", "");
    }
}
