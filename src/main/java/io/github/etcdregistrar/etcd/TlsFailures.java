package io.github.etcdregistrar.etcd;

import static io.github.etcdregistrar.registration.ProblemCode.*;

import io.github.etcdregistrar.registration.ProblemCode;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** What can go wrong with TLS. The JDK tells some of it by classes, and some by words only. */
final class TlsFailures {

    private static final String CLOSED =
            "(?s).*(Network closed for unknown reason|Connection reset|First received frame was not SETTINGS).*";

    /** The kinds of messages with which TLS can answer (RFC 8446, 5.1). */
    private static final int HANDSHAKE = 22;

    private static final int ALERT = 21;

    /** More than a network needs that is well, and little enough to be waited for. */
    private static final int PATIENCE_MILLIS = 300;

    private TlsFailures() {}

    /**
     * What it is, if it is about TLS.
     *
     * @param answered whether anything was answered on this connection before
     */
    static Optional<ProblemCode> code(Throwable e, URI endpoint, boolean answered) {
        boolean encrypted = "https".equals(endpoint.getScheme());
        String words = Failures.causes(e).map(Throwable::toString).collect(Collectors.joining(" "));
        if (!answered && (words.matches(CLOSED) || Failures.has(e, ClosedChannelException.class))) {
            // Whoever does not like what he hears closes the connection, and the alert that says why can get lost.
            return isSpokenAt(endpoint)
                    .map(spoken -> spoken ? encrypted ? TLS_CLIENT_REFUSED : TLS_REQUIRED : TLS_NOT_SPOKEN)
                    .filter(code -> encrypted || code == TLS_REQUIRED);
        }
        if (!encrypted) {
            return Optional.empty();
        }
        if (Failures.has(e, NotSslRecordException.class)) {
            return Optional.of(TLS_NOT_SPOKEN);
        }
        if (Failures.has(e, CertificateExpiredException.class)
                || Failures.has(e, CertificateNotYetValidException.class)) {
            return Optional.of(TLS_EXPIRED);
        }
        if (Failures.has(e, CertPathBuilderException.class) || Failures.has(e, CertPathValidatorException.class)) {
            return Optional.of(TLS_UNTRUSTED);
        }
        if (Failures.has(e, CertificateException.class)) {
            return Optional.of(words.matches("(?s).*No (name|subject).*") ? TLS_WRONG_NAME : TLS_UNTRUSTED);
        }
        if (words.matches("(?s).*fatal alert: (bad_certificate|certificate_required|unknown_ca|certificate_unknown"
                + "|certificate_expired|unsupported_certificate|access_denied).*")) {
            return Optional.of(TLS_CLIENT_REFUSED);
        }
        return Failures.has(e, SSLException.class) ? Optional.of(TLS_FAILED) : Optional.empty();
    }

    /** Says hello, and looks whether the answer is one of TLS; empty if nobody is there any more. */
    private static Optional<Boolean> isSpokenAt(URI endpoint) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Connections.hostOf(endpoint), endpoint.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return Optional.of(answersHello(socket));
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static boolean answersHello(Socket socket) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS"); // the default one can be the server's own
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        try {
            socket.getOutputStream().write(hello.array(), 0, hello.position());
            int answer = socket.getInputStream().read();
            return answer == HANDSHAKE || answer == ALERT;
        } catch (SocketException e) {
            return false; // Closed, that is.
        }
    }
}
