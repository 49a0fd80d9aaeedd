package io.github.etcdregistrar.internal.gate;

import io.github.etcdregistrar.internal.registration.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;

/** Has the registration do what the gates say. */
public final class GateController {

    private final Registration registration;
    private final Duration budget;
    private final GateMonitor watch;
    /** One turn at a time: what is told last must be what was seen last. Never waited for. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile boolean ended;
    /** What the registration was told last. */
    private Optional<String> told = Optional.empty();

    /**
     * Makes a keeper of gates that are closed until they have been asked.
     *
     * @param executor where to ask them
     * @param budget how long taking the instance out may take
     */
    public GateController(
            ScheduledExecutorService executor, List<Gate> gates, Registration registration, Duration budget) {
        this.registration = registration;
        this.budget = budget;
        this.watch = new GateMonitor(executor, gates, this::step);
    }

    public void start() {
        obey();
        watch.start();
    }

    /** Asks no more, and changes nothing any more but what is being changed. Waits for nobody. */
    public void end() {
        ended = true;
        watch.end();
    }

    /** A step of the registration, as the gates want it: how long to wait before the next. */
    public Duration step() {
        // If somebody else is at it, the next step looks again.
        if (turn.tryLock()) {
            try {
                obey();
            } finally {
                turn.unlock();
            }
        }
        return registration.step();
    }

    private void obey() {
        // Asked here, too: only who asks notices that a gate has stopped answering.
        Optional<String> closed = watch.closed();
        if (!ended && !closed.equals(told)) {
            told = closed;
            closed.ifPresentOrElse(why -> registration.closeGate(why, budget), registration::openGate);
        }
    }
}
