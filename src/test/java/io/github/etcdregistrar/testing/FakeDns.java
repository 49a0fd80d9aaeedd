package io.github.etcdregistrar.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A DNS server on loopback, with a few records (RFC 1035, RFC 2782). */
public final class FakeDns implements AutoCloseable {
    private static final int A = 1;
    private static final int SRV = 33;
    private static final int HEADER = 12;
    private static final int NO_SUCH_NAME = 3;

    private final DatagramSocket socket;
    private final Set<String> records = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;

    /**
     * Serves records.
     *
     * @param port where, 0 for any
     * @param records such as {@code a.test A 127.0.0.1} or {@code _x._tcp.test SRV 0 0 2379 a.test}
     */
    public FakeDns(int port, String... records) {
        this.records.addAll(List.of(records));
        try {
            socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "dns");
        thread.setDaemon(true);
        thread.start();
    }

    /** Serves in a process of its own until that is killed: port and records. */
    public static void main(String[] arguments) throws InterruptedException {
        try (FakeDns dns =
                new FakeDns(Integer.parseInt(arguments[0]), Arrays.copyOfRange(arguments, 1, arguments.length))) {
            System.out.println("DNS at " + dns.url());
            Thread.currentThread().join();
        }
    }

    /** Its address for the JDK's DNS provider. */
    public String url() {
        return "dns://127.0.0.1:" + socket.getLocalPort();
    }

    public void become(String... others) {
        records.clear();
        records.addAll(List.of(others));
    }

    /** From now on it answers nothing, or again. */
    public void silent(boolean on) {
        silent = on;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                if (!silent) {
                    byte[] answer = answer(buffer, packet.getLength());
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // It is closed, or who asked has gone.
            }
        }
    }

    private byte[] answer(byte[] query, int length) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        for (; query[at] != 0; at += query[at] + 1) {
            name.append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII))
                    .append('.');
        }
        int type = query[at + 2];
        String asked = name.toString().replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
        List<String[]> known = records.stream()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals(asked))
                .toList();
        List<String[]> found = known.stream()
                .filter(words -> type == (words[1].equals("SRV") ? SRV : A))
                .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeShort(0x8580 | (known.isEmpty() ? NO_SUCH_NAME : 0));
        out.writeShort(1);
        out.writeShort(found.size());
        out.writeInt(0);
        out.write(query, HEADER, at + 5 - HEADER);
        for (String[] words : found) {
            out.writeShort(0xC000 | HEADER); // the name of the question
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt(0);
            byte[] data =
                    type == SRV ? srv(words) : InetAddress.getByName(words[2]).getAddress();
            out.writeShort(data.length);
            out.write(data);
        }
        return bytes.toByteArray();
    }

    private static byte[] srv(String[] words) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int i = 2; i < 5; i++) {
            out.writeShort(Integer.parseInt(words[i]));
        }
        for (String label : words[5].split("\\.")) {
            out.writeByte(label.length());
            out.writeBytes(label);
        }
        out.writeByte(0);
        return bytes.toByteArray();
    }
}
