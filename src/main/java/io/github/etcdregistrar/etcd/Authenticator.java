package io.github.etcdregistrar.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.github.etcdregistrar.registration.Credentials;
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
 * Tells etcd who we are, when it asks and not before: most renewals need no token, and survive a wrong password. A
 * token that has expired, or that a restarted etcd has forgotten, is replaced when etcd says so.
 */
final class Authenticator {

    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    /** How long etcd is spared a password that it has refused: checking one is made to be expensive. */
    private static final Duration SPARED = Duration.ofSeconds(5);

    private final Supplier<Optional<Credentials>> credentials;
    private String token;
    private Credentials refused;
    private StatusRuntimeException refusal;
    private long refusedNanos;

    Authenticator(Supplier<Optional<Credentials>> credentials) {
        this.credentials = credentials;
    }

    /** Who we are, in words: " for user u", or nothing. */
    String user() {
        return credentials.get().map(known -> " for user " + known.user()).orElse("");
    }

    /** Makes a call, and if etcd wants to know who we are, tells it and makes the call again. */
    <T> T call(Channel channel, Function<Channel, T> rpc) {
        try {
            return rpc.apply(identified(channel));
        } catch (StatusRuntimeException e) {
            // Without a token etcd takes us for whom our certificate, if we have one, is made out to.
            boolean wrongUser = Failures.isAboutToken(e) || token == null && Failures.isNotPermitted(e);
            Optional<Credentials> known = wrongUser ? credentials.get() : Optional.empty();
            authenticate(channel, known.orElseThrow(() -> e));
            return rpc.apply(identified(channel));
        }
    }

    private void authenticate(Channel channel, Credentials known) {
        token = null;
        if (known.equals(refused) && System.nanoTime() - refusedNanos < SPARED.toNanos()) {
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
            if (Failures.isWrongPassword(e)) {
                refused = known;
                refusal = e;
                refusedNanos = System.nanoTime();
            }
            throw e;
        }
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
