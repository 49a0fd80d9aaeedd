package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.TlsConfig;
import io.github.etcdregistrar.internal.tls.TlsManagers;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/** Makes TLS contexts. */
final class TlsContexts {

    private TlsContexts() {}

    /**
     * Makes a context.
     *
     * @param onAsked runs when etcd asks for our certificate
     * @throws EtcdUnavailableException if a file is missing or invalid; the message names the property
     */
    static SslContext of(TlsConfig settings, Runnable onAsked) throws EtcdUnavailableException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .trustManager(TlsManagers.trust(settings))
                .keyManager(new ClientKeys(TlsManagers.keys(settings), onAsked));
        try {
            // The JDK's: a native library could be the application's.
            return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
        } catch (SSLException e) {
            throw new EtcdUnavailableException(ProblemCode.TLS_SETTINGS, "etcd.registrar.tls.*: " + e.getMessage(), e);
        }
    }
}
