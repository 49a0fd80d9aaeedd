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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends a request to {@code etcd://orders/api} to an instance of {@code orders}, chosen anew for each request.
 *
 * <p>No interface tells a filter that a connection was refused. So an instance that owes an answer is asked by a plain socket
 * before it gets another request, at most ten times a second, and passed over if it refuses.
 */
@Priority(Priorities.USER)
public final class EtcdUriFilter implements ClientRequestFilter, ClientResponseFilter {

    static final String SCHEME = "etcd";
    private static final String SENT_TO = EtcdUriFilter.class.getName();
    private static final long ASK_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int CONNECT_MILLIS = 500;

    private final Function<String, ServiceInstances> discovery;
    /** Since when instances owe an answer, by their addresses. */
    private final Map<String, Long> unanswered = new ConcurrentHashMap<>();

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
        if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
            return;
        }
        ServiceInstance instance = choose(discovery.apply(uri.getRawAuthority()));
        String origin = instance.uri().toString();
        unanswered.putIfAbsent(origin, System.nanoTime());
        request.setProperty(SENT_TO, origin);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        request.setUri(URI.create(origin + uri.getRawPath() + query));
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
        long now = System.nanoTime();
        Long since = unanswered.get(origin);
        if (since == null || now - since < ASK_AFTER_NANOS) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(instance.host(), instance.port()), CONNECT_MILLIS);
            unanswered.replace(origin, since, now);
            return false;
        } catch (IOException | IllegalArgumentException e) {
            return true;
        }
    }
}
