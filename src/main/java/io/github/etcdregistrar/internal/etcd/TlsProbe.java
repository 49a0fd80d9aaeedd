package io.github.etcdregistrar.internal.etcd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Finds out the protocol of an endpoint that closes connections without an answer: its alert gets lost when the
 * connection is reset.
 */
final class TlsProbe {

    /** The types of messages with which TLS answers (RFC 8446, 5.1). */
    private static final int HANDSHAKE = 22;

    private static final int ALERT = 21;

    /** The start of an HTTP/2 connection (RFC 9113, 3.4), with empty settings; the answer begins with settings, too. */
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

    private static final int SETTINGS = 4;

    private final InetSocketAddress address;
    private final int limitMillis;

    /**
     * Makes a probe of one address.
     *
     * @param limitMillis how long connecting may take, and then again the answer; asks nothing if not positive
     */
    TlsProbe(InetSocketAddress address, long limitMillis) {
        this.address = address;
        this.limitMillis = (int) limitMillis;
    }

    /** Whether a ClientHello gets an answer of TLS. */
    boolean speaksTls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS"); // the default one can be the server's own
            context.init(null, null, null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            byte[] answer = answer(hello.array(), hello.position(), 1);
            return answer.length == 1 && (answer[0] == HANDSHAKE || answer[0] == ALERT);
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether HTTP/2 without TLS gets an answer. */
    boolean speaksPlain() {
        try {
            byte[] preface = PREFACE.getBytes(StandardCharsets.ISO_8859_1);
            byte[] answer = answer(preface, preface.length, 4);
            return answer.length == 4 && answer[0] == 0 && answer[3] == SETTINGS;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] answer(byte[] question, int length, int expected) throws IOException {
        if (limitMillis <= 0) {
            return new byte[0];
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, limitMillis);
            socket.setSoTimeout(limitMillis);
            socket.getOutputStream().write(question, 0, length);
            return socket.getInputStream().readNBytes(expected);
        }
    }
}
