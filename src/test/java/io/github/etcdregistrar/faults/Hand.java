package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What somebody does in etcd by hand during a case, remembered so that it is not blamed on the application. */
final class Hand {
    private static final String MARK = "by hand ";

    private final EtcdView view;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<Long> leases = ConcurrentHashMap.newKeySet();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private volatile long lastDeed = System.nanoTime();
    private volatile boolean unsettled;

    Hand(EtcdView view) {
        this.view = view;
    }

    /** A lease of somebody else's. */
    long grant(long seconds) {
        long lease = view.grant(seconds);
        leases.add(lease);
        return lease;
    }

    /** Puts a value that is not the application's, under that lease, or none if it is 0. */
    void put(String key, long lease) {
        done();
        view.put(key, MARK + count.incrementAndGet(), lease);
        done();
    }

    /** Deletes a key, whoever's it is. */
    void delete(String key) {
        done();
        view.get(key).map(Entry::value).ifPresent(taken::add);
        view.delete(key);
        done();
    }

    /** Revokes the lease that the application holds, if the key stands. */
    void revokeLeaseOf(String key) {
        view.get(key).ifPresent(entry -> revoke(entry.lease()));
    }

    /** Revokes a lease, and so takes the keys under it. */
    void revoke(long lease) {
        done();
        Optional<EtcdView.Lease> living = view.lease(lease);
        if (living.isPresent()) {
            living.get().keys().forEach(key -> view.get(key).map(Entry::value).ifPresent(taken::add));
            view.revoke(lease);
        }
        leases.remove(lease);
        done();
    }

    /** Something was done that the application cannot know before its lease runs out, if it is cut off. */
    void done() {
        lastDeed = System.nanoTime();
    }

    /** A deed has failed, and may yet be done when etcd runs on. */
    void unsettle() {
        unsettled = true;
        done();
    }

    /** Etcd runs on. */
    void settle() {
        if (unsettled) {
            unsettled = false;
            done();
        }
    }

    /** Gives up all leases, and the key if it has a value of this hand's, as far as etcd can be told. */
    void undo() {
        try {
            if (view.get(Scene.KEY)
                    .filter(entry -> entry.value().startsWith(MARK))
                    .isPresent()) {
                delete(Scene.KEY);
            }
        } catch (StatusRuntimeException e) {
            unsettle();
        }
        for (long lease : Set.copyOf(leases)) {
            try {
                revoke(lease);
            } catch (StatusRuntimeException e) {
                unsettle();
            }
        }
    }

    /** Leaves nothing behind: all leases go but those of the application that reports. */
    void leave(Optional<Report> report) {
        undo();
        long ours = report.map(Report::lease)
                .filter(lease -> !lease.isEmpty())
                .map(lease -> Long.parseUnsignedLong(lease, 16))
                .orElse(0L);
        for (long lease : view.leases()) {
            if (History.family(lease) != History.family(ours)) {
                revoke(lease);
            }
        }
    }

    long lastDeed() {
        return lastDeed;
    }

    boolean owns(long lease) {
        return leases.contains(lease);
    }

    /** Whether the entry of that value was deleted by hand, or with a lease that was revoked by hand. */
    boolean took(String value) {
        return taken.contains(value);
    }
}
