package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.internal.registration.PrefixClient.Change;
import io.github.etcdregistrar.internal.registration.PrefixClient.WatchListener;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What one watch has told, and nobody has taken yet. */
final class Notices implements WatchListener {

    private final Queue<List<Change>> changes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Runnable wakeUp;
    private volatile long reached;
    private volatile String end;

    Notices(Runnable wakeUp) {
        this.wakeUp = wakeUp;
    }

    /** Why the watch has ended; null if it has not. */
    String end() {
        return end;
    }

    /**
     * Takes what was told.
     *
     * @return the revision up to which everything was told; 0 if it is not known
     */
    long take(Consumer<Change> taker) {
        signalled.set(false);
        // In this order: what is reached was told before.
        long number = reached;
        for (List<Change> batch = changes.poll(); batch != null; batch = changes.poll()) {
            batch.forEach(taker);
            number = Math.max(number, batch.get(batch.size() - 1).entry().modRevision());
        }
        return number;
    }

    @Override
    public void changed(List<Change> batch) {
        changes.add(batch);
        signal();
    }

    @Override
    public void reached(long number) {
        reached = number;
        signal();
    }

    @Override
    public void ended(String why) {
        end = why;
        signal();
    }

    private void signal() {
        if (!signalled.getAndSet(true)) {
            wakeUp.run();
        }
    }
}
