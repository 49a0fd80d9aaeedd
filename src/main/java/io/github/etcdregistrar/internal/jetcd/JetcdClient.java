package io.github.etcdregistrar.internal.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.Credentials;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.TlsConfig;
import io.github.etcdregistrar.internal.tls.TlsManagers;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Makes jetcd's client with the endpoints, TLS and user of our configuration, and closes it so that nothing is left of it. */
public final class JetcdClient {

    private static final String THREADS = "etcd-registrar-jetcd";
    private static final int THREAD_COUNT = 4;
    /** Those of the client, of gRPC, Netty and Vert.x. */
    private static final Pattern ITS_THREADS = Pattern.compile("(" + THREADS + "|grpc-|globalEventExecutor|vert).*");
    /** GRPC keeps its threads for a second. */
    private static final long CLOSE_MILLIS = 2500;

    private static final int POLL_MILLIS = 20;

    private JetcdClient() {}

    /**
     * Makes a client. The first call connects. Its type is not in the signature, because a server looks at those of the
     * extension that calls this.
     *
     * @throws IllegalStateException if the endpoints cannot be found, or the files of TLS cannot be read
     */
    public static Object open(EtcdClientConfig config) {
        try {
            List<Endpoint> endpoints = config.endpoints().endpoints();
            // jetcd's default is a static thread that never ends.
            ClientBuilder builder = Client.builder()
                    .executorService(executor())
                    .connectTimeout(config.requestTimeout())
                    .interceptor(new ThreadCleaner());
            if (endpoints.stream().anyMatch(Endpoint::tls)) {
                TlsConfig tls = config.tls().get();
                tls.authority().ifPresent(builder::authority);
                SslContextBuilder context = SslContextBuilder.forClient().trustManager(TlsManagers.trust(tls));
                TlsManagers.keys(tls).ifPresent(context::keyManager);
                builder.sslContext(
                        GrpcSslContexts.configure(context, SslProvider.JDK).build());
            }
            Optional<Credentials> credentials = config.credentials().get();
            credentials.ifPresent(known -> builder.user(bytes(known.user()))
                    .password(bytes(known.password().reveal())));
            // After the authority, which becomes a part of the target.
            return builder.endpoints(endpoints.stream()
                            .map(endpoint -> URI.create(endpoint.toString()))
                            .toList())
                    .build();
        } catch (IOException | EtcdUnavailableException e) {
            throw new IllegalStateException("No client of etcd can be made: " + e.getMessage(), e);
        } finally {
            FastThreadLocal.removeAll();
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    /** Needs no shutdown: its threads end when they have nothing to do for a second. */
    private static ScheduledExecutorService executor() {
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, THREADS);
            thread.setDaemon(true);
            return thread;
        };
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREAD_COUNT, threads);
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Closes it. Returns when its threads have ended, or after 2.5 s. */
    public static void close(Object client) {
        try {
            ((Client) client).close();
            awaitThreads();
        } finally {
            FastThreadLocal.removeAll();
        }
    }

    private static void awaitThreads() {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        try {
            while (end - System.nanoTime() > 0
                    && Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(thread -> thread.getContextClassLoader() == application
                                    && ITS_THREADS.matcher(thread.getName()).matches())) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes from the server's threads what Netty leaves on them, by which the application's class loader would stay alive. */
    private static final class ThreadCleaner implements ClientInterceptor {

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    clean(() -> super.start(listener, headers));
                }

                @Override
                public void sendMessage(Q message) {
                    clean(() -> super.sendMessage(message));
                }

                @Override
                public void halfClose() {
                    clean(super::halfClose);
                }

                @Override
                public void request(int messages) {
                    clean(() -> super.request(messages));
                }

                @Override
                public void cancel(String message, Throwable cause) {
                    clean(() -> super.cancel(message, cause));
                }
            };
        }

        private static void clean(Runnable action) {
            try {
                action.run();
            } finally {
                if (!(Thread.currentThread() instanceof FastThreadLocalThread)) {
                    FastThreadLocal.removeAll();
                }
            }
        }
    }
}
