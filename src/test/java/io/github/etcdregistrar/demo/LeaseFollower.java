package io.github.etcdregistrar.demo;

import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Lease;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells of the leases that keys were put under. etcd sends no events for leases, so it is asked about twice a second,
 * and a line is printed where something changed: never for a renewal that came in time.
 */
final class LeaseFollower {
    /** What was known of a lease when it was last looked at. */
    private record Seen(long remaining, long granted, boolean late, long atNanos) {}

    private final EtcdView view;
    private final Screen screen;
    private final Map<Long, Seen> leases = new ConcurrentHashMap<>();

    LeaseFollower(EtcdView view, Screen screen) {
        this.view = view;
        this.screen = screen;
    }

    /** How a lease's id is written by etcdctl, and so here. */
    static String name(long lease) {
        return Long.toHexString(lease);
    }

    /** A key was put under this lease. */
    synchronized void saw(long lease) {
        if (leases.containsKey(lease)) {
            return;
        }
        view.lease(lease).ifPresent(found -> {
            leases.put(lease, seen(found, false));
            screen.happened("lease", name(lease) + " granted for " + found.grantedTtl() + " s");
        });
    }

    /** Looks at all leases again. */
    synchronized void look() {
        leases.forEach((id, before) -> {
            Optional<Lease> now = view.lease(id);
            if (now.isEmpty()) {
                leases.remove(id);
                screen.happened("lease", name(id) + " " + end(before));
            } else {
                leases.put(id, compare(before, now.get()));
            }
        });
    }

    private Seen compare(Seen before, Lease now) {
        // A registrar renews well before half of the time is over.
        boolean late = now.ttl() * 2 < now.grantedTtl();
        if (late && !before.late()) {
            screen.happened("lease", name(now.id()) + " not renewed: " + now.ttl() + " s left");
        } else if (before.late() && !late) {
            screen.happened(
                    "lease", name(now.id()) + " renewed after a gap, when " + before.remaining() + " s were left");
        }
        return seen(now, late);
    }

    private static Seen seen(Lease lease, boolean late) {
        return new Seen(lease.ttl(), lease.grantedTtl(), late, System.nanoTime());
    }

    /** etcd does not say why a lease is gone: with time left, somebody revoked it. */
    private static String end(Seen before) {
        long left = before.remaining() - (System.nanoTime() - before.atNanos()) / 1_000_000_000;
        return left > 0
                ? "revoked, when " + left + " of " + before.granted() + " s were left"
                : "expired, its " + before.granted() + " s being over";
    }
}
