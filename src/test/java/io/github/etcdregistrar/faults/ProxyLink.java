package io.github.etcdregistrar.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.BooleanSupplier;

/** One connection through a {@link FaultProxy}: a socket towards the client, and mostly one towards etcd. */
final class ProxyLink {
    private static final int CONNECT_MILLIS = 1000;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private volatile boolean losesRequests;
    private volatile boolean losesAnswers;

    ProxyLink(FaultProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    boolean isOpen() {
        return !client.isClosed() && !losesRequests;
    }

    /** Connects to etcd and forwards until either side ends. */
    void connect(InetSocketAddress target, boolean deaf) {
        losesAnswers |= deaf;
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, CONNECT_MILLIS);
        } catch (IOException e) {
            reset(); // as etcd's own machine would answer
            return;
        }
        FaultProxy.daemon("proxied back", () -> pump(server, client, () -> losesAnswers));
        pump(client, server, () -> losesRequests);
    }

    /** Leads nowhere: takes everything and says nothing. */
    void swallow() {
        lose(true, true);
        pump(client, null, () -> true);
    }

    void lose(boolean requests, boolean answers) {
        losesRequests |= requests;
        losesAnswers |= answers;
    }

    /** The side towards etcd ends, the client's does not. */
    void forget() {
        lose(true, true);
        close(server);
    }

    /** Both sides end at once, by RST. */
    void reset() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // It is closed already.
            }
            close(socket);
        }
        proxy.ended(this);
    }

    private void pump(Socket from, Socket to, BooleanSupplier loses) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to == null ? OutputStream.nullOutputStream() : to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                proxy.passGate();
                if (!loses.getAsBoolean()) {
                    out.write(buffer, 0, length);
                }
            }
            proxy.passGate();
        } catch (IOException e) {
            // One of the sides has ended, and so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (from == client) {
            close(client);
            close(server);
            proxy.ended(this);
        } else if (!losesAnswers) {
            close(client);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Then it is as good as closed.
        }
    }
}
