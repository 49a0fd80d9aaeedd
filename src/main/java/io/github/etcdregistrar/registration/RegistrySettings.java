package io.github.etcdregistrar.registration;

import io.github.etcdregistrar.endpoint.Endpoint;
import io.github.etcdregistrar.endpoint.EndpointSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How etcd is reached.
 *
 * @param endpoints tells where its members are; asked again when none of them answers
 * @param requestTimeout how long one request may take at the most, connecting included
 * @param tls how to speak TLS; asked for each connection, so that what was renewed is used
 * @param credentials who we are to etcd; asked whenever etcd wants to know, so that a new password is used
 */
public record RegistrySettings(
        EndpointSource endpoints,
        Duration requestTimeout,
        Supplier<TlsSettings> tls,
        Supplier<Optional<Credentials>> credentials) {

    /** Without credentials, and with TLS as the JVM has it. */
    public RegistrySettings(List<Endpoint> endpoints, Duration requestTimeout) {
        this(EndpointSource.of(endpoints), requestTimeout, () -> TlsSettings.DEFAULT, Optional::empty);
    }
}
