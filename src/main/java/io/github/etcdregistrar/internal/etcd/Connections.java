package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.grpc.Deadline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
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
    /** The shortest time to connect: more than a network needs that is well. */
    private static final Duration SHORTEST_CONNECT = Duration.ofMillis(100);

    private final EtcdClientConfig settings;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final EventLoopGroup eventLoop = new NioEventLoopGroup(1, threadFactory("etcd-registrar"));
    private final NameLookups lookups = new NameLookups(threadFactory("etcd-registrar-resolver"));
    private final Targets targets;

    private Connection connection;
    private boolean closed;

    Connections(EtcdClientConfig settings) {
        this.settings = settings;
        this.targets = new Targets(settings.endpoints(), lookups);
    }

    /** How many addresses there are to connect to, as far as is known. */
    int count() {
        return targets.count();
    }

    /**
     * The current connection, opened if need be.
     *
     * @throws EtcdUnavailableException if DNS does not tell the endpoint, or what TLS needs cannot be read
     * @throws IllegalStateException after {@link #close}
     */
    Connection current(Deadline deadline) throws EtcdUnavailableException {
        Connection open = openConnection();
        if (open != null) {
            return open;
        }
        // Outside of the lock, for DNS can take long, and closing must not wait for it.
        Target target = targets.current(Duration.ofNanos(Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS))));
        Connection made = Connection.open(target, settings, eventLoop, connectLimit());
        synchronized (this) {
            if (closed) {
                made.channel().shutdownNow();
                throw closedException();
            }
            connection = made;
            return made;
        }
    }

    private synchronized Connection openConnection() {
        if (closed) {
            throw closedException();
        }
        return connection;
    }

    private static IllegalStateException closedException() {
        return new IllegalStateException("the connection to etcd is closed");
    }

    /** The connection has answered. */
    void answered(Connection answering) {
        answering.answered();
        targets.answered();
    }

    /**
     * In the first round it is short enough that all addresses can be tried within one request, though most are dead. A
     * network can be slower than that, so the rounds that follow allow as much as the request may take.
     */
    private Duration connectLimit() {
        Duration share = settings.requestTimeout().dividedBy(targets.count() + 1L);
        boolean brief = targets.isFirstRound() && targets.count() > 1;
        return !brief ? settings.requestTimeout() : share.compareTo(SHORTEST_CONNECT) < 0 ? SHORTEST_CONNECT : share;
    }

    /** Gives up the current connection, if there is one, and whatever runs on it. The next leads to the next address. */
    void drop() {
        targets.advance();
        closeConnection();
    }

    private synchronized void closeConnection() {
        if (connection != null) {
            connection.channel().shutdownNow();
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
                closeConnection();
            }
        } finally {
            // Whatever happens to the one, the other is not to stay: a class can be missing in a server that stops.
            lookups.close();
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
