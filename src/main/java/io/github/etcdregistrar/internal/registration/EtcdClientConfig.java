package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.endpoint.EndpointSource;
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
public record EtcdClientConfig(
        EndpointSource endpoints,
        Duration requestTimeout,
        Supplier<TlsConfig> tls,
        Supplier<Optional<Credentials>> credentials) {

    /** Without credentials, and with TLS as the JVM has it. */
    public EtcdClientConfig(List<Endpoint> endpoints, Duration requestTimeout) {
        this(EndpointSource.of(endpoints), requestTimeout, () -> TlsConfig.DEFAULT, Optional::empty);
    }
}
