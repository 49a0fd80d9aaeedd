package io.github.etcdregistrar.internal.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.etcd.EtcdError.Scope;
import io.github.etcdregistrar.internal.registration.Credentials;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells etcd who we are, when it asks and not before: older ones renew a lease without a token, and so even with a wrong
 * password. A token that has expired, or that a restarted etcd has forgotten, is replaced when etcd says so.
 */
final class Authenticator {

    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    private final Supplier<Optional<Credentials>> credentials;
    private final Duration spared;
    private String token;
    private String user = "";
    private Credentials refused;
    private StatusRuntimeException refusal;
    private long refusedNanos;

    /**
     * Makes one that is nobody yet.
     *
     * @param credentials who we are, asked whenever etcd wants to know
     * @param spared for how long credentials that etcd has refused are not tried again
     */
    Authenticator(Supplier<Optional<Credentials>> credentials, Duration spared) {
        this.credentials = credentials;
        this.spared = spared;
    }

    /** As whom etcd was asked last, in words: " for user u", or nothing. */
    String user() {
        return user;
    }

    /** Makes a call, and if etcd wants to know who we are, tells it and makes the call again. */
    <T> T call(Channel channel, Function<Channel, T> rpc) throws EtcdUnavailableException {
        try {
            return rpc.apply(identified(channel));
        } catch (StatusRuntimeException e) {
            // Without a token etcd takes us for whom our certificate, if we have one, is made out to.
            boolean wrongUser = EtcdError.is(e, Scope.TOKEN) || token == null && EtcdError.is(e, Scope.REQUEST);
            Optional<Credentials> known = wrongUser ? known() : Optional.empty();
            authenticate(channel, known.orElseThrow(() -> e));
            return rpc.apply(identified(channel));
        }
    }

    private Optional<Credentials> known() throws EtcdUnavailableException {
        try {
            return credentials.get();
        } catch (RuntimeException e) {
            String message = "etcd.registrar.user and .password cannot be read from the configuration: " + e.getClass();
            throw new EtcdUnavailableException(ProblemCode.AUTHENTICATION_FAILED, message, e);
        }
    }

    private void authenticate(Channel channel, Credentials known) {
        token = null;
        user = " for user " + known.user();
        if (isRefused(known) && System.nanoTime() - refusedNanos < spared.toNanos()) {
            throw refusal;
        }
        try {
            token = AuthGrpc.newBlockingStub(channel)
                    .authenticate(AuthenticateRequest.newBuilder()
                            .setName(known.user())
                            .setPassword(known.password().reveal())
                            .build())
                    .getToken();
        } catch (StatusRuntimeException e) {
            if (EtcdError.is(e, Scope.USER)) {
                refused = known;
                refusal = e;
                refusedNanos = System.nanoTime();
            }
            throw e;
        }
    }

    private boolean isRefused(Credentials known) {
        return refused != null
                && refused.user().equals(known.user())
                && refused.password().equals(known.password());
    }

    private Channel identified(Channel channel) {
        if (token == null) {
            return channel;
        }
        Metadata headers = new Metadata();
        headers.put(TOKEN, token);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
