package io.github.etcdregistrar.internal.rest;

import io.github.etcdregistrar.Discovery;
import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.ServiceInstances;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends a request to {@code http://orders.etcd/api} or {@code etcd://orders/api} to an instance of {@code orders}, chosen anew
 * for each request.
 *
 * <p>No interface tells a filter that a connection was refused. So an instance that owes an answer is asked by a plain socket
 * before it gets another request, at most ten times a second, and passed over if it refuses. It is asked at once by the
 * thread to which it owes the answer: that is how {@code @Retry} comes back.
 */
@Priority(Priorities.USER)
public final class EtcdUriFilter implements ClientRequestFilter, ClientResponseFilter {

    static final String SCHEME = "etcd";
    /** Jersey makes a {@link java.net.URL} of each base URI that it injects, and the JDK knows no scheme of ours. */
    private static final String HOSTS = ".etcd";

    private static final String SENT_TO = EtcdUriFilter.class.getName();
    private static final long ASK_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int CONNECT_MILLIS = 500;

    private final Function<String, ServiceInstances> discovery;
    /** The instances that owe an answer, by their addresses. */
    private final Map<String, Unanswered> unanswered = new ConcurrentHashMap<>();

    EtcdUriFilter() {
        this(service -> CDI.current().select(Discovery.class).get().instances(service));
    }

    EtcdUriFilter(Function<String, ServiceInstances> discovery) {
        this.discovery = discovery;
    }

    /** {@inheritDoc} Throws a {@link io.github.etcdregistrar.NoInstanceException} if none is known. */
    @Override
    public void filter(ClientRequestContext request) {
        URI uri = request.getUri();
        Optional<String> service = service(uri);
        if (service.isEmpty()) {
            return;
        }
        ServiceInstance instance = choose(discovery.apply(service.get()));
        String origin = instance.uri().toString();
        unanswered
                .computeIfAbsent(origin, first -> new Unanswered(false))
                .threads
                .add(Thread.currentThread().getId());
        request.setProperty(SENT_TO, origin);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        request.setUri(URI.create(origin + uri.getRawPath() + query));
    }

    /** The service that is meant; empty if the URI is nothing of ours. */
    private static Optional<String> service(URI uri) {
        Optional<String> authority = Optional.ofNullable(uri.getRawAuthority());
        return SCHEME.equalsIgnoreCase(uri.getScheme())
                ? authority
                : authority
                        .filter(host -> host.endsWith(HOSTS))
                        .map(host -> host.substring(0, host.length() - HOSTS.length()));
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        if (request.getProperty(SENT_TO) instanceof String origin) {
            unanswered.remove(origin);
        }
    }

    private ServiceInstance choose(ServiceInstances instances) {
        ServiceInstance chosen = instances.require();
        for (int others = instances.list().size() - 1; others > 0 && refuses(chosen); others--) {
            instances.refused(chosen);
            chosen = instances.require();
        }
        return chosen;
    }

    private boolean refuses(ServiceInstance instance) {
        String origin = instance.uri().toString();
        Unanswered owed = unanswered.get(origin);
        if (owed == null || !owed.isToAsk()) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(instance.host(), instance.port()), CONNECT_MILLIS);
            unanswered.replace(origin, owed, new Unanswered(true));
            return false;
        } catch (IOException | IllegalArgumentException e) {
            return true;
        }
    }

    /** That an instance owes an answer. */
    private static final class Unanswered {

        private final long sinceNanos = System.nanoTime();
        private final Set<Long> threads = ConcurrentHashMap.newKeySet();
        private final boolean asked;

        /**
         * From now on.
         *
         * @param asked whether it has just taken a connection
         */
        Unanswered(boolean asked) {
            this.asked = asked;
        }

        boolean isToAsk() {
            return System.nanoTime() - sinceNanos >= ASK_AFTER_NANOS
                    || !asked && threads.contains(Thread.currentThread().getId());
        }
    }
}
