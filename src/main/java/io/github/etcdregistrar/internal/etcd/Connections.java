package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Holds one connection at a time, on threads of our own: an event loop, and others while DNS is being asked. gRPC's
 * shared threads would outlive the application by a second.
 *
 * <p>Does not use gRPC's reconnection, which waits up to 120 s before it connects again, and 40 s before it gives up
 * a connection that does not answer; a channel that is dropped at the first failure waits for nothing.
 */
final class Connections implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofMillis(800);
    /** The shortest time to connect: a healthy network needs less. */
    private static final Duration SHORTEST_CONNECT = Duration.ofMillis(100);

    private final EtcdClientConfig settings;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final EventLoopGroup eventLoop;
    private final boolean ownsEventLoop;
    private final NameLookups lookups = new NameLookups(threadFactory("etcd-registrar-resolver"));
    private final Targets targets;
    private final RefusedAddresses refused = new RefusedAddresses();

    private Connection connection;
    private boolean closed;

    Connections(EtcdClientConfig settings) {
        this(settings, Optional.empty());
    }

    /**
     * Holds a connection on an event loop that others use, too.
     *
     * @param shared the event loop, which {@link #close} does not end; without one, our own
     */
    Connections(EtcdClientConfig settings, Optional<EventLoopGroup> shared) {
        this.ownsEventLoop = shared.isEmpty();
        this.eventLoop = shared.orElseGet(() -> new NioEventLoopGroup(1, threadFactory("etcd-registrar")));
        this.settings = settings;
        this.targets = new Targets(settings.endpoints(), lookups);
    }

    /** How many addresses there are, as far as is known. */
    int count() {
        return targets.count();
    }

    /**
     * The current connection, opened if necessary.
     *
     * @throws EtcdUnavailableException if DNS does not tell the endpoint, if its address still refuses connections, or
     *     if the files of TLS cannot be read
     * @throws IllegalStateException after {@link #close}
     */
    Connection current(Deadline deadline) throws EtcdUnavailableException {
        Connection open = openConnection();
        if (open != null) {
            return open;
        }
        // Outside of the lock: DNS can take long, and closing must not wait for it.
        Target target = targets.current(Duration.ofNanos(Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS))));
        refused.check(target, connectLimit());
        Connection made = Connection.open(target, settings, eventLoop, connectLimit());
        synchronized (this) {
            if (closed) {
                made.channel().shutdownNow();
                throw closedException();
            }
            if (connection != null) {
                made.channel().shutdownNow(); // Another thread was faster.
                return connection;
            }
            connection = made;
            return made;
        }
    }

    /** The current connection; null if none is open. */
    synchronized Connection openConnection() {
        if (closed) {
            throw closedException();
        }
        return connection;
    }

    private static IllegalStateException closedException() {
        return new IllegalStateException("the connection to etcd is closed");
    }

    /** Notes that a connection has answered. */
    void answered(Connection answering) {
        answering.answered();
        targets.answered();
    }

    /** Notes that a call has failed. */
    void failed(Connection failing, StatusRuntimeException failure) {
        refused.add(failing.target(), failure);
    }

    /**
     * In the first round all addresses can be tried within one request, even if most are dead. A slow network needs
     * more, so the next round allows the whole request timeout.
     */
    private Duration connectLimit() {
        Duration share = settings.requestTimeout().dividedBy(targets.count() + 1L);
        boolean brief = targets.isFirstRound() && targets.count() > 1;
        return !brief ? settings.requestTimeout() : share.compareTo(SHORTEST_CONNECT) < 0 ? SHORTEST_CONNECT : share;
    }

    /**
     * Drops a connection and all calls on it. The next one goes to the next address.
     *
     * @param failed the connection; null if none could be opened. One that another thread has dropped already is no
     *     reason to drop its successor
     */
    void drop(Connection failed) {
        if (failed == null || isCurrent(failed)) {
            targets.advance();
            closeConnection();
        }
    }

    /** Whether nobody has dropped it. */
    synchronized boolean isCurrent(Connection used) {
        return used == connection;
    }

    private synchronized void closeConnection() {
        if (connection != null) {
            connection.channel().shutdownNow();
            connection = null;
        }
    }

    /** Drops everything. Returns when our threads have ended, or after a second. */
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
            // Do both, whatever happens: a class can be missing in a server that stops.
            lookups.close();
            if (ownsEventLoop) {
                eventLoop.shutdownGracefully(0, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                awaitThreads();
            }
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

    /** Ends the thread on which Netty has announced the end of ours. By itself it would live for a second. */
    private static void endGlobalExecutor(long end) throws InterruptedException {
        GlobalEventExecutor executor = GlobalEventExecutor.INSTANCE;
        // An interruption makes it look whether it has work.
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
