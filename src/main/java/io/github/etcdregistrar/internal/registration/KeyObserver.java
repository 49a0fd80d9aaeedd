package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reads and watches the keys of one claim, and knows whether and when they were last verified. */
final class KeyObserver {

    private final Supplier<EtcdClient> client;
    private final LongSupplier nanoTime;
    private final Runnable onChange;

    /** Whether the keys have been read and compared, and are being watched. Volatile, as the next is: see {@link #renewed}. */
    private volatile boolean verified;
    /** When the keys, or their conflicting owner, were last verified. */
    private volatile long verifiedNanos;
    /** Set by the client when the keys may have changed since the last read. Each read has a flag of its own. */
    private volatile AtomicBoolean changed = new AtomicBoolean();

    /**
     * Makes an observer that has read nothing.
     *
     * @param onChange called by any thread when {@link #hasChanged()} becomes true
     */
    KeyObserver(Supplier<EtcdClient> client, LongSupplier nanoTime, Runnable onChange) {
        this.client = client;
        this.nanoTime = nanoTime;
        this.onChange = onChange;
    }

    /** Reads the keys, and watches them from that revision on. Ends the watch before. */
    Map<String, Entry> read(Set<String> keys) throws EtcdUnavailableException {
        // An earlier watch sets an earlier flag, which nobody reads.
        AtomicBoolean flag = new AtomicBoolean();
        changed = flag;
        return client.get().read(this, keys, () -> {
            flag.set(true);
            if (flag == changed) {
                onChange.run();
            }
        });
    }

    /** Reads the keys; ignores what the watch that this opens tells. Ends the watch before. */
    Map<String, Entry> readIgnoringChanges(Set<String> keys) throws EtcdUnavailableException {
        return client.get().read(this, keys, () -> {});
    }

    /** Ends the watch, if there is one. */
    void unwatch() {
        client.get().unwatch(this);
    }

    /** Whether the keys may have changed since the last read. */
    boolean hasChanged() {
        return changed.get();
    }

    /** Whether the keys are as they were verified. */
    boolean isVerified() {
        return verified && !changed.get();
    }

    /** Whether the keys have not been verified for so long. */
    boolean isUnverifiedFor(Duration time) {
        return !isVerified() && nanoTime.getAsLong() - verifiedNanos >= time.toNanos();
    }

    void markVerified() {
        verified = true;
        markObserved();
    }

    /** Records that the keys of the claim before still stand, or that the watch is silent. */
    void markObserved() {
        verifiedNanos = nanoTime.getAsLong();
    }

    /** Records that the connection lives on which the keys are watched. Any thread may call this. */
    void renewed() {
        if (isVerified()) {
            markObserved();
        }
    }

    /** Makes the next pass read and compare the keys again. */
    void verifyAgain() {
        verified = false;
    }

    /** Forgets what the watch told: nothing waits for it any more. */
    void ignoreChanges() {
        verified = false;
        changed = new AtomicBoolean();
    }
}
