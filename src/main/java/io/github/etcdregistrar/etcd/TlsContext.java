package io.github.etcdregistrar.etcd;

import io.github.etcdregistrar.registration.Problem;
import io.github.etcdregistrar.registration.ProblemCode;
import io.github.etcdregistrar.registration.RegistryUnavailableException;
import io.github.etcdregistrar.registration.Secret;
import io.github.etcdregistrar.registration.TlsSettings;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Reads what TLS needs: from files, anew each time, so that what was renewed on disk counts. */
final class TlsContext {

    private static final char[] NO_PASSWORD = {};

    private TlsContext() {}

    /**
     * Makes a context.
     *
     * @throws RegistryUnavailableException if a file is not there or not right; the message names the property
     */
    static SslContext of(TlsSettings settings) throws RegistryUnavailableException {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().trustManager(trust(settings));
            keys(settings).ifPresent(builder::keyManager);
            // The JDK's, wherever it runs: native libraries could be the application's.
            return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
        } catch (IOException | GeneralSecurityException e) {
            throw wrong("*", e);
        }
    }

    private static TrustManager trust(TlsSettings settings)
            throws RegistryUnavailableException, IOException, GeneralSecurityException {
        KeyStore trusted = null; // The JVM's.
        if (settings.ca().isPresent()) {
            trusted = empty();
            for (Certificate ca : read("ca", settings.ca().get(), PemText::certificates)) {
                trusted.setCertificateEntry("ca" + trusted.size(), ca);
            }
        } else if (settings.trustStore().isPresent()) {
            char[] password = password(settings.trustStorePassword());
            trusted = read("trust-store", settings.trustStore().get(), file -> store(file, password));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        X509ExtendedTrustManager manager = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        return settings.anyName() ? new AnyNameTrustManager(manager) : manager;
    }

    private static Optional<KeyManagerFactory> keys(TlsSettings settings)
            throws RegistryUnavailableException, IOException, GeneralSecurityException {
        KeyStore keys;
        char[] password = NO_PASSWORD;
        if (settings.certificate().isPresent() && settings.key().isPresent()) {
            List<Certificate> chain = read("certificate", settings.certificate().get(), PemText::certificates);
            PrivateKey key = read("key", settings.key().get().reveal(), PemText::key);
            keys = empty();
            keys.setKeyEntry("key", key, password, chain.toArray(Certificate[]::new));
        } else if (settings.keyStore().isPresent()) {
            char[] storePassword = password(settings.keyStorePassword());
            keys = read("key-store", settings.keyStore().get(), file -> store(file, storePassword));
            password = storePassword;
        } else {
            return Optional.empty();
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        return Optional.of(factory);
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore store(String file, char[] password) throws IOException, GeneralSecurityException {
        if (!new File(file).exists()) {
            throw new FileNotFoundException("there is no such file");
        }
        return KeyStore.getInstance(new File(file), password);
    }

    private static char[] password(Optional<Secret> password) {
        return password.map(Secret::reveal).map(String::toCharArray).orElse(NO_PASSWORD);
    }

    private interface Reader<T> {
        T read(String text) throws IOException, GeneralSecurityException;
    }

    private static <T> T read(String property, String text, Reader<T> reader) throws RegistryUnavailableException {
        try {
            return reader.read(text);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // The name of the key's file is no secret, but what is no file may be the key.
            boolean secret = PemText.isText(text) || property.equals("key") && !new File(text).exists();
            throw wrong(property + " = " + (secret ? "***" : text), e);
        }
    }

    private static RegistryUnavailableException wrong(String property, Exception e) {
        String message = "etcd.registrar.tls." + property + ": " + e.getMessage();
        return new RegistryUnavailableException(new Problem(ProblemCode.TLS_SETTINGS, message), e);
    }
}
