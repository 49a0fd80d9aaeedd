package io.github.etcdregistrar.testing;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** etcd's watch: as a history up to now, and as a live one that outlives etcd's absence. */
public final class EtcdWatch implements AutoCloseable {
    private static final long HISTORY_SECONDS = 20;
    private static final long PAUSE_MILLIS = 100;

    private final EtcdConnection connection;
    private final String prefix;
    private final Consumer<EtcdView.Event> listener;
    private final Thread thread;
    private volatile boolean closed;
    private long next;

    EtcdWatch(EtcdConnection connection, String prefix, long from, Consumer<EtcdView.Event> listener) {
        this.connection = connection;
        this.prefix = prefix;
        this.listener = listener;
        next = Math.max(1, from);
        thread = new Thread(this::follow, "etcd-watch " + prefix);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the watch: the listener hears nothing once this has returned. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All events from a revision that is not compacted up to one that etcd has reached. */
    static List<EtcdView.Event> history(EtcdConnection connection, long from, long until) {
        List<EtcdView.Event> events = new ArrayList<>();
        if (until <= 1 || from > until) {
            return events; // nothing was written
        }
        // Every revision has an event somewhere, so a watch of all keys sees the last one, and knows that it is done.
        WatchCreateRequest all = WatchCreateRequest.newBuilder()
                .setKey(start(""))
                .setRangeEnd(end(""))
                .setStartRevision(from)
                .setPrevKv(true)
                .build();
        try (EtcdStream stream = new EtcdStream(connection.channel(), request(all))) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HISTORY_SECONDS);
            for (long seen = 0; seen < until; ) {
                WatchResponse response = stream.next(deadline - System.nanoTime());
                for (EtcdView.Event event : events(response)) {
                    seen = event.revision();
                    if (seen <= until) {
                        events.add(event);
                    }
                }
            }
            return events;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading etcd's history", e);
        }
    }

    private void follow() {
        while (!closed) {
            try {
                startOverIfWiped();
                followOneStream();
            } catch (StatusRuntimeException e) {
                connection.turn();
            } catch (InterruptedException e) {
                return;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void startOverIfWiped() {
        RangeRequest any =
                RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("\0")).build();
        long revision = connection
                .call(KVGrpc::newBlockingStub, stub -> stub.range(any))
                .getHeader()
                .getRevision();
        if (revision < next - 1) {
            next = 1;
        }
    }

    private void followOneStream() throws InterruptedException {
        WatchCreateRequest create = WatchCreateRequest.newBuilder()
                .setKey(start(prefix))
                .setRangeEnd(end(prefix))
                .setStartRevision(next)
                .setPrevKv(true)
                .build();
        try (EtcdStream stream = new EtcdStream(connection.channel(), request(create))) {
            while (!closed) {
                WatchResponse response = stream.next(Long.MAX_VALUE);
                for (EtcdView.Event event : events(response)) {
                    listener.accept(event);
                }
                if (response.getEventsCount() > 0) {
                    next = response.getEvents(response.getEventsCount() - 1)
                                    .getKv()
                                    .getModRevision()
                            + 1;
                }
            }
        }
    }

    private static WatchRequest request(WatchCreateRequest create) {
        return WatchRequest.newBuilder().setCreateRequest(create).build();
    }

    private static List<EtcdView.Event> events(WatchResponse response) {
        return response.getEventsList().stream().map(EtcdWatch::event).toList();
    }

    private static EtcdView.Event event(io.etcd.jetcd.api.Event event) {
        long revision = event.getKv().getModRevision();
        if (event.getType() == io.etcd.jetcd.api.Event.EventType.PUT) {
            return new EtcdView.Event(EtcdView.Kind.PUT, entry(event.getKv()), revision);
        }
        KeyValue deleted = event.hasPrevKv() ? event.getPrevKv() : event.getKv();
        return new EtcdView.Event(EtcdView.Kind.DELETE, entry(deleted), revision);
    }

    static EtcdView.Entry entry(KeyValue pair) {
        return new EtcdView.Entry(
                pair.getKey().toStringUtf8(),
                pair.getValue().toStringUtf8(),
                pair.getLease(),
                pair.getCreateRevision(),
                pair.getModRevision(),
                pair.getVersion());
    }

    /** Where the range of all keys with this prefix starts: etcd has no empty key. */
    static ByteString start(String prefix) {
        return ByteString.copyFromUtf8(prefix.isEmpty() ? "\0" : prefix);
    }

    /** Where the range of all keys with this prefix ends: the prefix with its last byte increased. */
    static ByteString end(String prefix) {
        byte[] bytes = ByteString.copyFromUtf8(prefix).toByteArray();
        if (bytes.length == 0) {
            return ByteString.copyFromUtf8("\0");
        }
        bytes[bytes.length - 1]++; // UTF-8 has no byte 0xff to overflow
        return ByteString.copyFrom(bytes);
    }
}
