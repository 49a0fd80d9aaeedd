package io.github.etcdregistrar.internal.runtime;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a server listens for HTTP.
 *
 * @param secure whether it is HTTPS
 * @param port the port
 */
public record HttpListener(boolean secure, int port) {

    /** The first without TLS, else the first with it. One that is off, or whose port the system chooses, is none. */
    static Optional<HttpListener> preferred(List<HttpListener> listeners) {
        return listeners.stream().filter(listener -> listener.port > 0).min(Comparator.comparing(HttpListener::secure));
    }

    /**
     * The URL of what is served there.
     *
     * @param ip the machine's address, an IPv6 address without brackets
     * @param contextRoot a path that begins with a slash
     */
    public URI url(String ip, String contextRoot) {
        try {
            URI url = new URI(secure ? "https" : "http", null, ip, port, contextRoot, null, null);
            return URI.create(url.toASCIIString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
