package io.github.etcdregistrar.internal.registration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Writes the log and notifies the listener. In one pass each line is written once, however many services it is true
 * of.
 */
final class EventPublisher {

    private static final Logger LOG = System.getLogger(Registration.class.getName());

    private final RegistrationListener listener;
    private final Set<String> said = new HashSet<>();
    private final Queue<Consumer<RegistrationListener>> untold = new ConcurrentLinkedQueue<>();
    private final AtomicInteger telling = new AtomicInteger();

    EventPublisher(RegistrationListener listener) {
        this.listener = listener;
    }

    /** Writes a line, unless this pass has written it already. */
    synchronized void log(Level level, String line) {
        if (said.add(line)) {
            LOG.log(level, line);
        }
    }

    /** Queues an event for the next {@link #publish()}. */
    void enqueue(Consumer<RegistrationListener> event) {
        untold.add(event);
    }

    /**
     * Ends a pass: notifies the listener outside of every lock. If another thread is notifying it, that thread does
     * it.
     */
    void publish() {
        synchronized (this) {
            said.clear();
        }
        if (telling.getAndIncrement() > 0) {
            return;
        }
        do {
            for (Consumer<RegistrationListener> event = untold.poll(); event != null; event = untold.poll()) {
                try {
                    event.accept(listener);
                } catch (RuntimeException | Error e) {
                    // Any exception: otherwise no later event would be published.
                    LOG.log(Level.WARNING, "A listener has thrown", e);
                }
            }
        } while (telling.decrementAndGet() > 0);
    }
}
