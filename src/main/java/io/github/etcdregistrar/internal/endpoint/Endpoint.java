package io.github.etcdregistrar.internal.endpoint;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a member of etcd serves its clients.
 *
 * @param tls whether it speaks TLS
 * @param host a name, or an address, an IPv6 one without brackets
 * @param port the port
 */
public record Endpoint(boolean tls, String host, int port) {

    private static final int DEFAULT_PORT = 2379;
    private static final int MAX_PORT = 65535;

    /** Not {@link java.net.URI}, which knows no host with an underscore. */
    private static final Pattern FORM = Pattern.compile(
            "((?<scheme>https?)://)?(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>\\d{1,5}))?/?",
            Pattern.CASE_INSENSITIVE);

    /**
     * Reads {@code http://host:2379}, {@code https://host:2379} or {@code host:2379}. The port can be left out.
     *
     * @param tlsByDefault whether an endpoint without a scheme speaks TLS
     * @throws IllegalArgumentException if the text is no endpoint
     */
    public static Endpoint parse(String text, boolean tlsByDefault) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(text + " is not an endpoint: it must be [http[s]://]host[:port]");
        }
        int port = form.group("port") == null ? DEFAULT_PORT : Integer.parseInt(form.group("port"));
        if (port == 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(text + " is not an endpoint: the port must be from 1 to " + MAX_PORT);
        }
        boolean tls = hasScheme(text) ? form.group("scheme").equalsIgnoreCase("https") : tlsByDefault;
        return new Endpoint(tls, form.group("host").toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", ""), port);
    }

    /** Whether a text says itself if the endpoint speaks TLS. */
    public static boolean hasScheme(String text) {
        return text.contains("://");
    }

    /** Host and port as HTTP/2 names them; an IPv6 address is in brackets. */
    public String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Host and port; the host is not looked up. */
    public InetSocketAddress unresolved() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority();
    }
}
