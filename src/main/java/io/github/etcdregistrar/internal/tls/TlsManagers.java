package io.github.etcdregistrar.internal.tls;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.Secret;
import io.github.etcdregistrar.internal.registration.TlsConfig;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes what TLS needs from files, which are read anew each time, so that renewed ones are used. */
public final class TlsManagers {

    private static final char[] NO_PASSWORD = {};
    /** What is signed to see whether a key and a certificate fit. */
    private static final byte[] SAMPLE = {1};

    private TlsManagers() {}

    /**
     * Whom to trust.
     *
     * @throws EtcdUnavailableException if a file is missing or invalid; the message names the property
     */
    public static TrustManager trust(TlsConfig settings) throws EtcdUnavailableException {
        try {
            KeyStore trusted = null; // The JVM's store.
            if (settings.ca().isPresent()) {
                trusted = empty();
                for (Certificate ca : read("ca", settings.ca().get(), PemText::certificates)) {
                    trusted.setCertificateEntry("ca" + trusted.size(), ca);
                }
            } else if (settings.trustStore().isPresent()) {
                char[] password = password(settings.trustStorePassword());
                trusted = read("trust-store", settings.trustStore().get(), file -> trustStore(file, password));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            X509ExtendedTrustManager manager = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
            return settings.anyName() ? new AnyNameTrustManager(manager) : manager;
        } catch (IOException | GeneralSecurityException e) {
            throw wrong("*", e);
        }
    }

    /**
     * Our own key and certificate, if there are any.
     *
     * @throws EtcdUnavailableException if a file is missing or invalid; the message names the property
     */
    public static Optional<X509ExtendedKeyManager> keys(TlsConfig settings) throws EtcdUnavailableException {
        return factory(settings).map(factory -> (X509ExtendedKeyManager) factory.getKeyManagers()[0]);
    }

    private static Optional<KeyManagerFactory> factory(TlsConfig settings) throws EtcdUnavailableException {
        if (settings.certificate().isPresent() && settings.key().isPresent()) {
            PrivateKey key = read("key", settings.key().get().reveal(), PemText::key);
            return Optional.of(read(
                    "certificate",
                    settings.certificate().get(),
                    text -> keys(pair(key, PemText.certificates(text)), NO_PASSWORD)));
        }
        if (settings.keyStore().isPresent()) {
            char[] password = password(settings.keyStorePassword());
            return Optional.of(
                    read("key-store", settings.keyStore().get(), file -> keys(store(file, password), password)));
        }
        return Optional.empty();
    }

    private static KeyManagerFactory keys(KeyStore store, char[] password)
            throws IOException, GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(store, password);
                return factory;
            }
        }
        throw new KeyStoreException("there is no private key in it");
    }

    /** A store with a key and its certificate, which must fit: while both are being renewed they can differ. */
    private static KeyStore pair(PrivateKey key, List<Certificate> chain) throws IOException, GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(SAMPLE); // The JDK cannot verify an EdDSA signature of nothing.
        byte[] signed = signature.sign();
        try {
            signature.initVerify(chain.get(0).getPublicKey());
            signature.update(SAMPLE);
            if (signature.verify(signed)) {
                KeyStore store = empty();
                store.setKeyEntry("key", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
                return store;
            }
        } catch (InvalidKeyException e) {
            throw new KeyStoreException("it is not that of the private key", e);
        } catch (KeyStoreException e) {
            throw new KeyStoreException(
                    "it must begin with our own certificate, each followed by that of its issuer", e);
        }
        throw new KeyStoreException("it is not that of the private key");
    }

    private static KeyStore trustStore(String file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = store(file, password);
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                return store;
            }
        }
        throw new KeyStoreException("there is no trusted certificate in it; keytool -importcert makes one trusted");
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore store(String file, char[] password) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(NamedFile.find(file).toFile(), password);
    }

    private static char[] password(Optional<Secret> password) {
        return password.map(Secret::reveal).map(String::toCharArray).orElse(NO_PASSWORD);
    }

    private interface Reader<T> {
        T read(String text) throws IOException, GeneralSecurityException;
    }

    private static <T> T read(String property, String text, Reader<T> reader) throws EtcdUnavailableException {
        try {
            return reader.read(text);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // The name of a file is no secret, but what is no file may be the key itself.
            boolean secret = PemText.isText(text) || property.equals("key") && !NamedFile.exists(text);
            throw wrong(property + " = " + (secret ? "***" : text), e);
        }
    }

    private static EtcdUnavailableException wrong(String property, Exception e) {
        String why = e instanceof FileSystemException ? "it cannot be read: " + e : e.getMessage();
        String message = "etcd.registrar.tls." + property + ": " + why;
        return new EtcdUnavailableException(ProblemCode.TLS_SETTINGS, message, e);
    }
}
