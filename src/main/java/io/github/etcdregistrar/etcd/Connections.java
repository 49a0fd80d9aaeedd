package io.github.etcdregistrar.etcd;

import io.github.etcdregistrar.registration.RegistrySettings;
import io.github.etcdregistrar.registration.RegistryUnavailableException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One connection at a time, to one endpoint at a time, on threads of our own: an event loop, and while a host name is
 * being resolved one more. gRPC's shared threads would outlive the application by a second.
 *
 * <p>gRPC's own ways to survive an outage are not used. It would wait up to 120 s before it connects again, and 40 s
 * before it gives up a connection that does not answer; a channel that is thrown away at the first failure waits for
 * nothing.
 */
final class Connections implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofMillis(800);

    private final RegistrySettings settings;
    private final List<URI> endpoints;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final EventLoopGroup eventLoop = new NioEventLoopGroup(1, threadFactory("etcd-registrar"));
    private final ThreadPoolExecutor resolver = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threadFactory("etcd-registrar-resolver"));

    private int endpoint;
    private Connection connection;
    private boolean closed;

    Connections(RegistrySettings settings) {
        this.settings = settings;
        this.endpoints = settings.endpoints();
        // Instances begin with different members, so that no member has them all.
        this.endpoint = ThreadLocalRandom.current().nextInt(endpoints.size());
        this.resolver.allowCoreThreadTimeOut(true);
    }

    /** How many endpoints there are. */
    int count() {
        return endpoints.size();
    }

    /**
     * The current connection, opened if need be.
     *
     * @throws RegistryUnavailableException if what TLS needs cannot be read
     * @throws IllegalStateException after {@link #close}
     */
    synchronized Connection current() throws RegistryUnavailableException {
        if (closed) {
            throw new IllegalStateException("the connection to etcd is closed");
        }
        if (connection == null) {
            connection = Connection.open(endpoints.get(endpoint), settings, eventLoop, resolver);
        }
        return connection;
    }

    /** Gives up the current connection, if there is one, and whatever runs on it. The next leads to the next endpoint. */
    synchronized void drop() {
        endpoint = (endpoint + 1) % endpoints.size();
        if (connection != null) {
            connection.channel().shutdownNow();
            // Names that were to be looked up for it, if the first such look-up hangs.
            resolver.getQueue().clear();
            connection = null;
        }
    }

    /** Gives up everything, and returns when our threads have ended or after a second at the most. */
    @Override
    public void close() {
        try {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                drop();
            }
        } finally {
            // Whatever happens to the one, the other is not to stay: a class can be missing in a server that stops.
            resolver.shutdownNow();
            eventLoop.shutdownGracefully(0, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            awaitThreads();
        }
    }

    private void awaitThreads() {
        long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(millisUntil(end));
            }
            endGlobalExecutor(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread on which Netty has announced the end of ours. By itself it would linger for a second. */
    private static void endGlobalExecutor(long end) throws InterruptedException {
        GlobalEventExecutor executor = GlobalEventExecutor.INSTANCE;
        // It takes an interruption for a reason to see whether there is still something to do.
        executor.execute(() -> Thread.currentThread().interrupt());
        executor.awaitInactivity(millisUntil(end), TimeUnit.MILLISECONDS);
    }

    private static long millisUntil(long end) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }

    private ThreadFactory threadFactory(String name) {
        ThreadFactory factory = new DefaultThreadFactory(name, true);
        return task -> {
            Thread thread = factory.newThread(task);
            threads.removeIf(earlier -> !earlier.isAlive() && earlier.getState() != Thread.State.NEW);
            threads.add(thread);
            return thread;
        };
    }
}
