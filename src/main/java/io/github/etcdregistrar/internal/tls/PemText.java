package io.github.etcdregistrar.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM (RFC 7468). */
final class PemText {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final byte[] VERSION_0 = {2, 1, 0};
    /** AlgorithmIdentifier of RSA: 1.2.840.113549.1.1.1, NULL. */
    private static final byte[] RSA = {48, 13, 6, 9, 42, -122, 72, -122, -9, 13, 1, 1, 1, 5, 0};
    /** Object identifier of elliptic curve keys: 1.2.840.10045.2.1. */
    private static final byte[] EC = {6, 7, 42, -122, 72, -50, 61, 2, 1};

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 4;
    /** In a SEC 1 key, around the name of the curve. */
    private static final int PARAMETERS = 0xA0;

    private PemText() {}

    /** The certificates in a text, or in the file of that name, in their order; at least one. */
    static List<Certificate> certificates(String textOrFile) throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        for (MatchResult block : blocks(textOrFile)) {
            if (block.group(1).endsWith("CERTIFICATE")) {
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(content(block))));
            }
        }
        if (certificates.isEmpty()) {
            throw new InvalidKeySpecException("there is no certificate in it");
        }
        return certificates;
    }

    /** The private key in a text, or in the file of that name. */
    static PrivateKey key(String textOrFile) throws IOException, GeneralSecurityException {
        for (MatchResult block : blocks(textOrFile)) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return pkcs8(content(block));
                }
                case "RSA PRIVATE KEY" -> {
                    return pkcs8(element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, content(block))));
                }
                case "EC PRIVATE KEY" -> {
                    byte[] key = content(block);
                    byte[] algorithm = element(SEQUENCE, EC, curve(key));
                    return pkcs8(element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key)));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new InvalidKeySpecException(
                            "it is encrypted: decrypt it, or put it into etcd.registrar.tls.key-store");
                default -> {
                    // Parameters of the curve, or a certificate: the key follows.
                }
            }
        }
        throw new InvalidKeySpecException("there is no private key in it");
    }

    private static List<MatchResult> blocks(String textOrFile) throws IOException, InvalidKeySpecException {
        if (isText(textOrFile)) {
            return blocksOf(textOrFile.replace("\\n", "\n"));
        }
        // Any charset that keeps the bytes: only what is in ASCII matters.
        String content = Files.readString(NamedFile.find(textOrFile), StandardCharsets.ISO_8859_1);
        if (!isText(content) && content.length() > 1 && content.charAt(0) == SEQUENCE) {
            throw new InvalidKeySpecException("it is DER, not PEM: convert it, or use a trust store (or a key store for"
                    + " a certificate with its key)");
        }
        return blocksOf(content);
    }

    private static List<MatchResult> blocksOf(String text) {
        return BLOCK.matcher(text).results().toList();
    }

    /** Whether it is PEM itself. In environment variables its line ends are often written as \n. */
    static boolean isText(String textOrFile) {
        return textOrFile.contains("-----BEGIN ");
    }

    private static byte[] content(MatchResult block) throws InvalidKeySpecException {
        if (block.group(2).contains(":")) {
            throw new InvalidKeySpecException(
                    "it is encrypted: decrypt it, or put it into etcd.registrar.tls.key-store");
        }
        return Base64.getMimeDecoder().decode(block.group(2));
    }

    /** Tries each algorithm: the JDK needs to know it before it reads the key. */
    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // Of another kind.
            }
        }
        throw new InvalidKeySpecException("this kind of key is not supported: use RSA, EC, Ed25519 or Ed448");
    }

    /** The name of the curve in a SEC 1 key (RFC 5915): version, key and then, tagged, the parameters. */
    private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
        try {
            int at = 2 + (sec1[1] < 0 ? sec1[1] & 0x7F : 0); // within the sequence
            at += 2 + sec1[at + 1]; // past the version
            at += 2 + sec1[at + 1]; // past the key
            if (at < sec1.length && (sec1[at] & 0xFF) == PARAMETERS) {
                byte[] curve = new byte[sec1[at + 1]];
                System.arraycopy(sec1, at + 2, curve, 0, curve.length);
                return curve;
            }
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new InvalidKeySpecException("it is no elliptic curve key", e);
        }
        throw new InvalidKeySpecException("it does not name its curve: convert it to PKCS#8");
    }

    /** An element of DER: tag, length, content. */
    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (length < 0x80) {
            element.write(length);
        } else {
            // As few octets as possible; two are enough for any key.
            element.writeBytes(
                    length < 0x100
                            ? new byte[] {(byte) 0x81, (byte) length}
                            : new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
