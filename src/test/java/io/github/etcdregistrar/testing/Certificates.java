package io.github.etcdregistrar.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/** A certificate authority that signs what a test needs. */
public final class Certificates {
    private static final Duration VALID = Duration.ofDays(1);

    private final Signed authority;

    /** A new authority, which nobody trusts yet. */
    public Certificates() {
        KeyPair keys = keyPair("EC");
        authority = sign("authority", keys, keys, "authority", Duration.ZERO, true);
    }

    /** A certificate, its key, and the authority's own certificate. */
    public record Signed(X509Certificate certificate, KeyPair keys) {

        /** The certificate in PEM. */
        public String certificatePem() {
            return pem(generator(certificate));
        }

        /** The key in PEM, as PKCS#8. */
        public String keyPem() {
            try {
                return pem(new JcaPKCS8Generator(keys.getPrivate(), null));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The key in PEM as OpenSSL used to write it: PKCS#1, or SEC 1. */
        public String traditionalKeyPem() {
            return pem(generator(keys.getPrivate()));
        }

        /** The certificate and its key as a PKCS#12 store. */
        public byte[] store(String password) {
            return Certificates.store(
                    store -> store.setKeyEntry(
                            "key", keys.getPrivate(), password.toCharArray(), new Certificate[] {certificate}),
                    password);
        }
    }

    /** The authority's certificate in PEM. */
    public String pem() {
        return authority.certificatePem();
    }

    /** The authority's certificate as a PKCS#12 store. */
    public byte[] trustStore(String password) {
        return store(store -> store.setCertificateEntry("ca", authority.certificate), password);
    }

    /** A certificate for these names and addresses. */
    public Signed sign(String... names) {
        return sign(keyPair("EC"), Duration.ZERO, names);
    }

    /** A certificate with an RSA key. */
    public Signed signRsa(String... names) {
        return sign(keyPair("RSA"), Duration.ZERO, names);
    }

    /** A certificate with an Ed25519 key. */
    public Signed signEd25519(String... names) {
        return sign(keyPair("Ed25519"), Duration.ZERO, names);
    }

    /** A certificate that has expired. */
    public Signed expired(String... names) {
        return sign(keyPair("EC"), VALID.multipliedBy(3), names);
    }

    private Signed sign(KeyPair keys, Duration ago, String... names) {
        return sign(names[0], keys, authority.keys, "authority", ago, false, names);
    }

    private static Signed sign(
            String name, KeyPair keys, KeyPair signer, String issuer, Duration ago, boolean ca, String... names) {
        try {
            Instant begin = Instant.now().minus(ago).minusSeconds(3600);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=" + issuer),
                    new BigInteger(64, new SecureRandom()),
                    Date.from(begin),
                    Date.from(begin.plus(VALID)),
                    new X500Name("CN=" + name),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            if (names.length > 0) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(Arrays.stream(names)
                                .map(Certificates::generalName)
                                .toArray(GeneralName[]::new)));
            }
            return new Signed(
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))),
                    keys);
        } catch (GeneralSecurityException | IOException | OperatorException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralName generalName(String name) {
        return new GeneralName(name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static KeyPair keyPair(String algorithm) {
        try {
            // The JDK's keys do not name their curve within.
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider());
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PemObjectGenerator generator(Object object) {
        try {
            return new JcaMiscPEMGenerator(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(PemObjectGenerator content) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private interface Filling {
        void of(KeyStore store) throws GeneralSecurityException;
    }

    private static byte[] store(Filling filling, String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.of(store);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password.toCharArray());
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
