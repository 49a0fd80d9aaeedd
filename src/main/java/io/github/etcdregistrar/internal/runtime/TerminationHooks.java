package io.github.etcdregistrar.internal.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Runs an action before SIGTERM stops the server, until the action is removed.
 *
 * <p>The actions of several applications run one after the other, the last application's first. Their handlers form
 * a chain, in which each has the handler before it. Each application has this class from a class loader of its own,
 * so handlers know each other by types of the JDK only: a handler of ours is also a {@link UnaryOperator}, which
 * returns the next one for null, and takes another next one.
 *
 * <p>A second SIGTERM, while the first is being handled, goes to the handler before all of ours.
 */
public final class TerminationHooks implements AutoCloseable {

    private static final Logger LOG = System.getLogger(TerminationHooks.class.getName());

    private final Runnable action;
    private final SigtermHandler signal;
    private final AtomicBoolean handling = new AtomicBoolean();
    /** What our handler does. After removal nothing of ours, so that whoever has the handler does not keep us. */
    private final AtomicReference<InvocationHandler> slot = new AtomicReference<>();

    private final Object handler;

    // Both guarded by the signal's lock, as all chains are.
    private Object next;
    private boolean closed;

    private TerminationHooks(Runnable action) throws ReflectiveOperationException {
        this.action = action;
        this.signal = new SigtermHandler();
        this.handler = signal.handler(slot);
        slot.set(this::invoke);
        synchronized (signal.lock()) {
            this.next = signal.install(handler);
        }
    }

    /**
     * Runs an action on the JVM's signal thread when SIGTERM arrives, then always calls the previous handler. If the
     * JVM does not allow a handler, logs a warning and does nothing.
     *
     * @return removes the action; does not wait for a running one
     */
    public static AutoCloseable before(Runnable action) {
        try {
            return new TerminationHooks(action);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(
                    Level.WARNING,
                    "This JVM allows no SIGTERM handler (is it run with -Xrs?): etcd.registrar.drain has no effect",
                    e);
            return () -> {};
        }
    }

    /** Takes our handler out of the chain, and leaves nothing that refers to our class loader. */
    @Override
    public void close() throws ReflectiveOperationException {
        synchronized (signal.lock()) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                // The JDK returns the installed handler only when it is replaced.
                Object installed = signal.install(handler);
                signal.install(installed == handler ? next : installed);
                if (installed != handler && !unlinkBelow(installed)) {
                    LOG.log(
                            Level.DEBUG,
                            "Another library has installed a SIGTERM handler after ours: ours stays, and forwards the signal");
                }
            } finally {
                slot.set(signal.forwardingTo(next));
            }
        }
    }

    /** Makes the handler above ours call the next one. Returns false if a foreign handler is in between. */
    private boolean unlinkBelow(Object installed) {
        for (Object above = installed; isOurs(above); ) {
            Object below = nextOf(above, null);
            if (below == handler) {
                return nextOf(above, next) == next;
            }
            above = below;
        }
        return false;
    }

    private Object invoke(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
        return switch (method.getName()) {
            case "handle" -> handle();
            case "apply" -> link(arguments[0]);
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "TerminationHooks";
        };
    }

    private Object handle() throws ReflectiveOperationException {
        if (!handling.compareAndSet(false, true)) {
            signal.call(originalHandler());
            return null;
        }
        try {
            try {
                action.run();
            } catch (Throwable e) { // The server stops, whatever it is.
                LOG.log(Level.WARNING, "The action on SIGTERM has failed", e);
            } finally {
                signal.call(link(null));
            }
        } finally {
            handling.set(false);
        }
        return null;
    }

    /** The handler before all of ours. */
    private Object originalHandler() {
        synchronized (signal.lock()) {
            Object last = next;
            while (isOurs(last)) {
                last = nextOf(last, null);
            }
            return last;
        }
    }

    private Object link(Object other) {
        synchronized (signal.lock()) {
            if (other != null) {
                next = other;
            }
            return next;
        }
    }

    private boolean isOurs(Object other) {
        return other.getClass() == handler.getClass();
    }

    /** The next handler of one of ours, after replacing it unless {@code replacement} is null; a closed one keeps its own. */
    @SuppressWarnings("unchecked")
    private static Object nextOf(Object ours, Object replacement) {
        return ((UnaryOperator<Object>) ours).apply(replacement);
    }
}
