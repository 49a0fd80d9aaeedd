package io.github.etcdregistrar.internal.registration;

import java.util.Optional;

/**
 * How to speak TLS. What is called PEM is the text itself, or the name of a file that contains it; what is called a
 * store is the name of a file, PKCS#12 or JKS.
 *
 * @param ca the CAs to trust, in PEM
 * @param certificate our certificate, followed by those between it and the CA, in PEM
 * @param key our private key, in PEM: PKCS#8, PKCS#1 or SEC 1, not encrypted
 * @param keyStore a store with our certificate and key, instead of the two above
 * @param keyStorePassword its password
 * @param trustStore a store with the CAs to trust; with neither this nor {@code ca}, those of the JVM are trusted
 * @param trustStorePassword its password
 * @param authority the name that etcd's certificate must have, if it is not the endpoint's
 * @param anyName whether the certificate may have any name
 */
public record TlsConfig(
        Optional<String> ca,
        Optional<String> certificate,
        Optional<Secret> key,
        Optional<String> keyStore,
        Optional<Secret> keyStorePassword,
        Optional<String> trustStore,
        Optional<Secret> trustStorePassword,
        Optional<String> authority,
        boolean anyName) {

    /** Trusts whom the JVM trusts, and has no certificate. */
    public static final TlsConfig DEFAULT = new TlsConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);

    /** Whether anything is set. */
    public boolean isAnySet() {
        return anyName
                || ca.isPresent()
                || certificate.isPresent()
                || key.isPresent()
                || keyStore.isPresent()
                || keyStorePassword.isPresent()
                || trustStore.isPresent()
                || trustStorePassword.isPresent()
                || authority.isPresent();
    }
}
