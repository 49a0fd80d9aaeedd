package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.endpoint.EndpointSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How to reach etcd.
 *
 * @param endpoints tells where the members are; asked again when none of them answers
 * @param requestTimeout the limit of one request, connecting included
 * @param tls how to speak TLS; asked for each connection, so that renewed files are used
 * @param credentials the user and password, if any; asked whenever etcd wants to know, so that a new password is
 *     used
 */
public record EtcdClientConfig(
        EndpointSource endpoints,
        Duration requestTimeout,
        Supplier<TlsConfig> tls,
        Supplier<Optional<Credentials>> credentials) {

    /** Without credentials, and with the JVM's TLS. */
    public EtcdClientConfig(List<Endpoint> endpoints, Duration requestTimeout) {
        this(EndpointSource.of(endpoints), requestTimeout, () -> TlsConfig.DEFAULT, Optional::empty);
    }
}
