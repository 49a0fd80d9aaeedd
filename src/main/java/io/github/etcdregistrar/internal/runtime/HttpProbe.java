package io.github.etcdregistrar.internal.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks this server over HTTP, as a caller would, whether it answers for the application already.
 *
 * <p>First asks the server itself, if it is a known one: while an application starts at the root, another one can
 * answer there. Then asks for the context root without its final slash: once the application has started, the server
 * redirects, whatever the application contains. An application at the root answers itself, perhaps with 404 or late.
 * So a bad answer counts as the application's own when it has lasted for a while; where the server says that the
 * application has started, one question is enough.
 *
 * <p>Uses a socket: the clients of the JDK leave threads behind and use proxies.
 */
public final class HttpProbe {

    /** How long 404, or a status from 500 on, means that the application has not started. */
    static final Duration PATIENCE = Duration.ofSeconds(5);
    /** The same after the server has said that it has started, which it says some milliseconds early. */
    static final Duration SHORT_PATIENCE = Duration.ofMillis(500);
    /** The same without an answer: Open Liberty holds requests while an application starts, for up to 30 s. */
    static final Duration LONG_PATIENCE = Duration.ofSeconds(30);
    /** For connecting, and again for the answer. */
    private static final int TIMEOUT_MILLIS = 1000;

    private static final int STATUS_LINE = 1000;

    private final HttpListener listener;
    private final boolean certain;
    private final Optional<String> contextRoot;
    private final Supplier<Optional<Boolean>> serves;
    private final LongSupplier nanoTime;
    private final TrustingTls tls = new TrustingTls();
    private Optional<String> badAnswer = Optional.empty();
    private boolean bad;
    private long firstBad;

    private HttpProbe(HttpListener listener, boolean certain, ServerRuntime server) {
        this(listener, certain, server.contextRoot(), server::serves, System::nanoTime);
    }

    HttpProbe(
            HttpListener listener,
            boolean certain,
            Optional<String> contextRoot,
            Supplier<Optional<Boolean>> serves,
            LongSupplier nanoTime) {
        this.listener = listener;
        this.certain = certain;
        this.contextRoot = contextRoot;
        this.serves = serves;
        this.nanoTime = nanoTime;
    }

    /** Asks at a port that the server has told. Where it does not tell the context root, an open port is enough. */
    public static HttpProbe at(HttpListener listener, ServerRuntime server) {
        return new HttpProbe(listener, true, server);
    }

    /**
     * Asks at a port that is configured: the server's own, or another one that leads to it. So if nobody listens there
     * for a while it is believed to be on another machine.
     */
    public static HttpProbe atConfigured(HttpListener listener, ServerRuntime server) {
        return new HttpProbe(listener, false, server);
    }

    /**
     * Why the application cannot be called yet; empty if it can. Takes some seconds at most. Used by one thread at a
     * time.
     *
     * @param addresses the addresses of this machine, at any of which the server may listen besides the loopback
     */
    public Optional<String> notReadyReason(List<InetAddress> addresses) {
        Optional<Boolean> server = contextRoot.isPresent() ? serves.get() : Optional.empty();
        if (server.isPresent() && !server.get()) {
            return Optional.of("the server is still starting the application");
        }
        if (server.isPresent() && badAnswer.isPresent()) {
            // Not asked again: where there are metrics, Open Liberty logs a stack trace for each 404 of an application.
            return isOwnAnswer(SHORT_PATIENCE) ? Optional.empty() : badAnswer;
        }
        String failure = "";
        for (InetAddress ip : loopbackFirst(addresses)) {
            try (Socket socket = new Socket(Proxy.NO_PROXY)) {
                socket.connect(new InetSocketAddress(ip, listener.port()), TIMEOUT_MILLIS);
                return contextRoot.isEmpty()
                        ? Optional.empty()
                        : ask(socket, server.isPresent() ? SHORT_PATIENCE : PATIENCE);
            } catch (IOException | RuntimeException e) {
                failure = e.toString(); // also of an address whose family this JVM does not use
            }
        }
        return !certain && isOwnAnswer(LONG_PATIENCE)
                ? Optional.empty()
                : Optional.of("no connection to port " + listener.port() + ": " + failure);
    }

    private static Set<InetAddress> loopbackFirst(List<InetAddress> addresses) {
        Set<InetAddress> all = new LinkedHashSet<>();
        all.add(InetAddress.getLoopbackAddress());
        all.addAll(addresses);
        return all;
    }

    private Optional<String> ask(Socket socket, Duration patience) {
        URI url =
                listener.url(socket.getInetAddress().getHostAddress().replaceFirst("%.*", ""), contextRoot.orElse("/"));
        try {
            int status = status(socket, url);
            if (status != 404 && status < 500 || isOwnAnswer(patience)) {
                return Optional.empty();
            }
            badAnswer = Optional.of(url + " answers " + status);
            return badAnswer;
        } catch (IOException e) {
            // A server that wants a certificate of ours ends the connection, however long we ask.
            boolean refuses = listener.secure() && !(e instanceof SocketTimeoutException);
            return isOwnAnswer(refuses ? patience : LONG_PATIENCE)
                    ? Optional.empty()
                    : Optional.of(url + " does not answer: " + e.getMessage());
        }
    }

    /** The status in the first line of an answer. */
    private int status(Socket connection, URI url) throws IOException {
        connection.setSoTimeout(TIMEOUT_MILLIS);
        Socket socket = listener.secure() ? tls.over(connection) : connection;
        String request = "HEAD " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getRawAuthority()
                + "\r\nUser-Agent: etcd-registrar\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read(); c >= ' ' && line.length() < STATUS_LINE; ) {
            line.append((char) c);
            c = socket.getInputStream().read();
        }
        String[] words = line.toString().split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("\\d{3}")) {
            throw new IOException("\"" + line + "\" is no answer to HTTP");
        }
        return Integer.parseInt(words[1]);
    }

    /** Whether bad answers have lasted so long that they are the application's own. */
    private boolean isOwnAnswer(Duration patience) {
        long now = nanoTime.getAsLong();
        if (!bad) {
            bad = true;
            firstBad = now;
        }
        return now - firstBad >= patience.toNanos();
    }
}
