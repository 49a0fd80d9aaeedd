package io.github.etcdregistrar.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks this server, over HTTP and as a caller would, whether it answers for the application already.
 *
 * <p>The server itself is asked first, if it is one that we know: while an application starts at the root, another one can
 * answer there. What is then asked for is the context root without its slash at the end: once the application has started,
 * the server answers with a redirect, whatever there is or is not in the application. Only one at the root answers itself,
 * and may well answer 404. So that, or worse, is taken for the application's own answer when it has come for a while.
 *
 * <p>A plain socket is used, because the clients of the JDK leave threads behind, and go by way of proxies.
 */
public final class HttpAnswer {

    /** For how long 404, or a status from 500 on, means that the application has not started. */
    static final Duration PATIENCE = Duration.ofSeconds(5);
    /** The same where the server has said that it has: it says so some milliseconds before it is so. */
    static final Duration SHORT_PATIENCE = Duration.ofMillis(500);
    /** For connecting, and again for answering. */
    private static final int TIMEOUT_MILLIS = 1000;

    private static final int STATUS_LINE = 1000;

    private final Listener listener;
    private final String contextRoot;
    private final Supplier<Optional<Boolean>> serves;
    private final LongSupplier nanoTime;
    private boolean bad;
    private long firstBad;

    /**
     * Nothing is asked yet.
     *
     * @param listener where the server listens
     * @param contextRoot as the server told it
     */
    public HttpAnswer(Listener listener, String contextRoot) {
        this(listener, contextRoot, Server::serves, System::nanoTime);
    }

    HttpAnswer(Listener listener, String contextRoot, Supplier<Optional<Boolean>> serves, LongSupplier nanoTime) {
        this.listener = listener;
        this.contextRoot = contextRoot;
        this.serves = serves;
        this.nanoTime = nanoTime;
    }

    /**
     * Why the application cannot be called yet, in words; empty if it can. Takes some seconds at the most. To be asked
     * by one thread at a time.
     *
     * @param ip the machine's address. Where nobody listens there, the loopback is asked
     */
    public Optional<String> notYet(InetAddress ip) {
        Optional<Boolean> server = serves.get();
        if (server.isPresent() && !server.get()) {
            return Optional.of("the server is still starting the application");
        }
        Duration patience = server.isPresent() ? SHORT_PATIENCE : PATIENCE;
        try {
            return notYet(ip, patience);
        } catch (IOException e) {
            try {
                return notYet(InetAddress.getLoopbackAddress(), patience);
            } catch (IOException again) {
                return Optional.of("port " + listener.port() + " does not answer: " + again.getMessage());
            }
        }
    }

    private Optional<String> notYet(InetAddress ip, Duration patience) throws IOException {
        URI url = listener.url(ip.getHostAddress().replaceFirst("%.*", ""), path());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ip, listener.port()), TIMEOUT_MILLIS);
            if (listener.secure()) {
                // What it would say is not worth a handshake with a certificate that is made for a name we do not know.
                return Optional.empty();
            }
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String request = "HEAD " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getRawAuthority()
                    + "\r\nUser-Agent: etcd-registrar\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            int status = status(socket);
            boolean good = status != 404 && status < 500;
            return good || isOwnAnswer(patience) ? Optional.empty() : Optional.of(url + " answers " + status);
        }
    }

    private String path() {
        return contextRoot.length() > 1 ? contextRoot.replaceFirst("/+$", "") : "/";
    }

    /** The status in the first line of an answer. */
    private static int status(Socket socket) throws IOException {
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

    /** Whether it has been answering badly for so long that this is the application's own answer. */
    private boolean isOwnAnswer(Duration patience) {
        long now = nanoTime.getAsLong();
        if (!bad) {
            bad = true;
            firstBad = now;
        }
        return now - firstBad >= patience.toNanos();
    }
}
