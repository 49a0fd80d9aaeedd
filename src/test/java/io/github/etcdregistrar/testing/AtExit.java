package io.github.etcdregistrar.testing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Ends what this JVM started, when it ends before it could clean up: the last started first, one after the other.
 *
 * <p>The JVM runs shutdown hooks all at once. With a hook for each process, etcd would be gone before the application
 * server could take its key out of it, so there is one hook for all.
 */
public final class AtExit {
    private static final Deque<Runnable> ACTIONS = new ArrayDeque<>();
    private static boolean hooked;

    private AtExit() {}

    /** Adds an action, to be run before those that are there already. */
    public static synchronized void add(Runnable action) {
        if (!hooked) {
            Runtime.getRuntime().addShutdownHook(new Thread(AtExit::runAll, "at-exit"));
            hooked = true;
        }
        ACTIONS.push(action);
    }

    /** Forgets an action whose work is done. */
    public static synchronized void remove(Runnable action) {
        ACTIONS.remove(action);
    }

    private static void runAll() {
        for (Runnable action = next(); action != null; action = next()) {
            try {
                action.run();
            } catch (RuntimeException e) {
                System.err.println("While ending: " + e); // the logging system may be gone by now
            }
        }
    }

    private static synchronized Runnable next() {
        return ACTIONS.poll();
    }
}
