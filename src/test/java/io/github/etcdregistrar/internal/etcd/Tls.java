package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.internal.registration.Secret;
import io.github.etcdregistrar.internal.registration.TlsConfig;
import java.nio.file.Path;
import java.util.Optional;

/** Settings in the making. */
final class Tls {
    private String ca;
    private String certificate;
    private String key;
    private String keyStore;
    private String keyStorePassword;
    private String trustStore;
    private String trustStorePassword;
    private String authority;
    private boolean anyName;

    Tls ca(String pem) {
        ca = pem;
        return this;
    }

    Tls key(String certificatePem, String keyPem) {
        certificate = certificatePem;
        key = keyPem;
        return this;
    }

    Tls keyStore(Path store, String password) {
        keyStore = store.toString();
        keyStorePassword = password;
        return this;
    }

    Tls trustStore(String store, String password) {
        trustStore = store;
        trustStorePassword = password;
        return this;
    }

    Tls authority(String name) {
        authority = name;
        return this;
    }

    Tls anyName() {
        anyName = true;
        return this;
    }

    TlsConfig settings() {
        return new TlsConfig(
                Optional.ofNullable(ca),
                Optional.ofNullable(certificate),
                Optional.ofNullable(key).map(Secret::new),
                Optional.ofNullable(keyStore),
                Optional.ofNullable(keyStorePassword).map(Secret::new),
                Optional.ofNullable(trustStore),
                Optional.ofNullable(trustStorePassword).map(Secret::new),
                Optional.ofNullable(authority),
                anyName);
    }
}
