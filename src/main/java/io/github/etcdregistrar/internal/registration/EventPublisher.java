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
 * Writes the log and tells the listener. A line is written once in a step, however many services it is true of: when
 * etcd is away it is so for all.
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

    /** Writes a line, unless it has been written in this step. */
    synchronized void say(Level level, String line) {
        if (said.add(line)) {
            LOG.log(level, line);
        }
    }

    /** Has the listener told by the next {@link #tell()}. */
    void later(Consumer<RegistrationListener> event) {
        untold.add(event);
    }

    /**
     * Ends a step: tells the listener, outside of every lock. Whoever comes while another thread is telling leaves it to
     * that.
     */
    void tell() {
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
                    // Whatever it is: nobody would be told anything any more.
                    LOG.log(Level.WARNING, "A listener has thrown", e);
                }
            }
        } while (telling.decrementAndGet() > 0);
    }
}
