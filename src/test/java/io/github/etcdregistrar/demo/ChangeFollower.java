package io.github.etcdregistrar.demo;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.EtcdView.Event;
import io.github.etcdregistrar.testing.EtcdView.Kind;
import io.github.etcdregistrar.testing.EtcdWatch;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints a line for each put, delete and change of a lease under a prefix, as it happens, and remembers when. */
final class ChangeFollower implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;

    /** An event, and when it was heard of, as nanoseconds of the monotonic clock. */
    record Heard(Event event, long atNanos) {}

    private final EtcdView view;
    private final Screen screen;
    private final LeaseFollower leases;
    private final List<Heard> heard = new ArrayList<>();
    private final EtcdWatch watch;
    private final Thread looking;
    private boolean away;

    ChangeFollower(Etcd etcd, String prefix, Screen screen) {
        this.screen = screen;
        view = EtcdView.of(etcd.endpoint());
        leases = new LeaseFollower(view, screen);
        watch = view.watch(prefix, 1, this::hear);
        looking = new Thread(this::keepLooking, "lease-follower");
        looking.setDaemon(true);
        looking.start();
    }

    /** Waits until this kind has happened so often since the given time, and tells the last; empty if it does not. */
    synchronized Optional<Heard> await(Kind kind, int times, long sinceNanos, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Heard> found = heard.stream()
                    .filter(item -> item.event().kind() == kind && item.atNanos() - sinceNanos >= 0)
                    .skip(times - 1)
                    .findFirst();
            long left = (end - System.nanoTime()) / 1_000_000;
            if (found.isPresent() || left <= 0) {
                return found;
            }
            wait(left);
        }
    }

    /** The keys as they stand. */
    List<Entry> standing(String prefix) {
        return view.list(prefix);
    }

    @Override
    public void close() {
        looking.interrupt();
        watch.close();
        view.close();
    }

    private void hear(Event event) {
        Entry entry = event.entry();
        if (event.kind() == Kind.PUT) {
            screen.happened("put", entry.key() + " = " + entry.value());
        } else {
            screen.happened("delete", entry.key());
        }
        synchronized (this) {
            heard.add(new Heard(event, System.nanoTime()));
            notifyAll();
        }
        lookAtLeases(entry.lease());
    }

    private void keepLooking() {
        while (true) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            lookAtLeases(0);
        }
    }

    private void lookAtLeases(long lease) {
        try {
            if (lease != 0) {
                leases.saw(lease);
            }
            leases.look();
            answered(true);
        } catch (StatusRuntimeException e) {
            answered(Thread.interrupted()); // an interrupted call says nothing of etcd: we are being closed
        }
    }

    private synchronized void answered(boolean answers) {
        if (away == answers) {
            away = !answers;
            screen.happened("etcd", answers ? "answers again" : "does not answer");
        }
    }
}
