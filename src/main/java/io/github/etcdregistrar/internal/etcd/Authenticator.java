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
 * Authenticates when etcd asks for it, and not before: older versions renew a lease without a token, and so even
 * with a wrong password. Replaces a token that has expired, or that a restarted etcd has forgotten.
 */
final class Authenticator {

    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    private final Supplier<Optional<Credentials>> credentials;
    private final Duration refusalCooldown;
    private volatile String token;
    private volatile String user = "";
    private Credentials refused;
    private StatusRuntimeException refusal;
    private long refusedNanos;

    /**
     * Starts without a token.
     *
     * @param credentials the user and password, asked for whenever etcd wants them
     * @param refusalCooldown how long refused credentials are not tried again
     */
    Authenticator(Supplier<Optional<Credentials>> credentials, Duration refusalCooldown) {
        this.credentials = credentials;
        this.refusalCooldown = refusalCooldown;
    }

    /** The user of the last call, for messages: " for user u", or nothing. */
    String user() {
        return user;
    }

    /** Makes a call; if etcd wants a token, authenticates and repeats the call. */
    <T> T call(Channel channel, Function<Channel, T> rpc) throws EtcdUnavailableException {
        try {
            return rpc.apply(authenticated(channel));
        } catch (StatusRuntimeException e) {
            // Without a token etcd takes the user from our certificate, if we have one.
            boolean wrongUser = EtcdError.is(e, Scope.TOKEN) || token == null && EtcdError.is(e, Scope.REQUEST);
            Optional<Credentials> known = wrongUser ? known() : Optional.empty();
            authenticate(channel, known.orElseThrow(() -> e));
            return rpc.apply(authenticated(channel));
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

    private synchronized void authenticate(Channel channel, Credentials known) {
        token = null;
        user = " for user " + known.user();
        if (known.equals(refused) && System.nanoTime() - refusedNanos < refusalCooldown.toNanos()) {
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

    private Channel authenticated(Channel channel) {
        String known = token;
        if (known == null) {
            return channel;
        }
        Metadata headers = new Metadata();
        headers.put(TOKEN, known);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
