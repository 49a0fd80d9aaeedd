package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.Credentials;
import io.github.etcdregistrar.internal.registration.Secret;
import io.github.etcdregistrar.internal.registration.TlsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** TLS and credentials. Read whenever they are needed: a password or key can be renewed. */
final class SecurityConfig {

    private static final String ANY_NAME = "tls.insecure-skip-hostname-verification";
    /** Each of them means that TLS is wanted. */
    private static final String[] TLS = {
        "tls.ca",
        "tls.certificate",
        "tls.key",
        "tls.key-store",
        "tls.key-store-password",
        "tls.trust-store",
        "tls.trust-store-password",
        "tls.authority",
        ANY_NAME
    };

    private final ConfigReader properties;

    SecurityConfig(ConfigReader properties) {
        this.properties = properties;
    }

    TlsConfig tls() {
        return new TlsConfig(
                properties.text("tls.ca"),
                properties.text("tls.certificate"),
                properties.secret("tls.key"),
                properties.text("tls.key-store"),
                properties.secret("tls.key-store-password"),
                properties.text("tls.trust-store"),
                properties.secret("tls.trust-store-password"),
                properties.read("tls.authority", SecurityConfig::authority, "a host name, with or without a port"),
                properties.flag(ANY_NAME, false));
    }

    Optional<Credentials> credentials() {
        Optional<Secret> password = properties.secret("password");
        return properties.text("user").map(user -> new Credentials(user, password.orElse(new Secret(""))));
    }

    /**
     * Validates what does not depend on files, which can appear later.
     *
     * @throws ConfigurationException if properties contradict each other
     */
    void check() {
        TlsConfig tls = tls();
        together(
                "tls.certificate",
                tls.certificate().isPresent(),
                "tls.key",
                tls.key().isPresent());
        together(
                "user",
                properties.text("user").isPresent(),
                "password",
                properties.secret("password").isPresent());
        properties.refuseBoth(
                "tls.ca",
                tls.ca().isPresent(),
                "tls.trust-store",
                tls.trustStore().isPresent());
        properties.refuseBoth(
                "tls.key",
                tls.key().isPresent(),
                "tls.key-store",
                tls.keyStore().isPresent());
    }

    /** What is valid but unwise. */
    List<String> warnings(List<Endpoint> endpoints) {
        List<String> warnings = new ArrayList<>();
        TlsConfig tls = tls();
        boolean encrypted = endpoints.stream().allMatch(Endpoint::tls);
        if (!encrypted && tls.isAnySet()) {
            warnings.add(
                    properties.nameAndSource(TLS) + " has no effect on an endpoint that does not begin with https://");
        }
        if (!encrypted && properties.secret("password").isPresent()) {
            warnings.add(properties.nameAndSource("password")
                    + " is sent unencrypted to an endpoint that does not begin with https://");
        }
        if (tls.anyName()) {
            warnings.add("Insecure: " + properties.nameAndSource(ANY_NAME)
                    + " is true, so whoever has a certificate of this CA can pass for etcd");
        }
        return warnings;
    }

    private void together(String one, boolean hasOne, String other, boolean hasOther) {
        if (hasOne != hasOther) {
            throw properties.invalid(
                    hasOne ? one : other, "set together with " + ConfigReader.PREFIX + (hasOne ? other : one));
        }
    }

    private static String authority(String text) {
        if (!text.matches("[A-Za-z0-9._-]+(:\\d{1,5})?")) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
