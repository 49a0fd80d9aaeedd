package io.github.etcdregistrar.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and one member of etcd, on loopback, and does to their connections what networks do.
 *
 * <p>{@link #hold} is what lost packets look like to a program: TCP sends them again, so nothing is lost, but nothing
 * arrives either until the network has healed. {@link #swallow} is what a firewall or NAT that has forgotten a
 * connection looks like: those connections never come to life again, new ones do.
 */
final class FaultProxy implements AutoCloseable {
    private enum Mode {
        FORWARD,
        HOLD,
        SWALLOW,
        DEAFEN,
        RESET
    }

    private static final Duration PORT_LIMIT = Duration.ofSeconds(5);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final int port;
    private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile Mode mode = Mode.FORWARD;
    private volatile ServerSocket listener;

    /** A proxy that forwards what comes in at one port to another. */
    FaultProxy(int port, int target) {
        this.port = port;
        this.target = target;
        listen();
    }

    int port() {
        return port;
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** Whether a client is connected through this. */
    boolean isUsed() {
        return links.stream().anyMatch(ProxyLink::isOpen);
    }

    /** The network has healed: what was held arrives, new connections are made. */
    void forward() {
        change(Mode.FORWARD);
        listen();
    }

    /** Nothing arrives in either direction, nothing is closed, and nothing is lost. */
    void hold() {
        change(Mode.HOLD);
    }

    /** The connections of now and those made from now on are black holes, and stay so. */
    void swallow() {
        change(Mode.SWALLOW);
        links.forEach(link -> link.lose(true, true));
    }

    /** What clients say is heard; what etcd says to the connections of now and those made from now on is lost. */
    void deafen() {
        change(Mode.DEAFEN);
        links.forEach(link -> link.lose(false, true));
    }

    /** Etcd has forgotten the connections of now and the clients have not been told. New ones are fine. */
    void halfOpen() {
        links.forEach(ProxyLink::forget);
    }

    /** The connections of now are reset. New ones are fine. */
    void reset() {
        links.forEach(ProxyLink::reset);
    }

    /** Every connection is reset, those made from now on as soon as they are made. */
    void keepResetting() {
        change(Mode.RESET);
        reset();
    }

    /** Nobody listens any more. */
    void refuse() {
        ServerSocket current = listener;
        listener = null;
        try {
            current.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
    }

    /** From now on leads somewhere else; the connections of now are reset. */
    void leadTo(int otherTarget) {
        target = otherTarget;
        reset();
    }

    @Override
    public void close() {
        change(Mode.RESET);
        if (listener != null) {
            refuse();
        }
        reset();
    }

    /** Waits while everything is held. */
    synchronized void passGate() throws InterruptedException {
        while (mode == Mode.HOLD) {
            wait();
        }
    }

    void ended(ProxyLink link) {
        links.remove(link);
    }

    private synchronized void change(Mode next) {
        mode = next;
        notifyAll();
    }

    private void listen() {
        long deadline = System.nanoTime() + PORT_LIMIT.toNanos();
        while (listener == null) {
            try {
                ServerSocket socket = new ServerSocket();
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(LOOPBACK, port));
                listener = socket;
                daemon("proxy " + port, () -> accept(socket));
            } catch (BindException e) {
                // A closed listener holds its port while a thread leaves accept(), or a child process starts.
                if (System.nanoTime() - deadline > 0) {
                    throw new UncheckedIOException(e);
                }
                Thread.onSpinWait();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                ProxyLink link = new ProxyLink(this, socket.accept());
                links.add(link);
                daemon("proxied " + port, () -> begin(link));
            } catch (IOException e) {
                // Closed; or the client has gone already.
            }
        }
    }

    private void begin(ProxyLink link) {
        try {
            passGate();
            switch (mode) {
                case RESET -> link.reset();
                case SWALLOW -> link.swallow();
                default -> link.connect(new InetSocketAddress(LOOPBACK, target), mode == Mode.DEAFEN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
