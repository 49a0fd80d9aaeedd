package io.github.etcdregistrar.internal.gate;

import io.github.etcdregistrar.internal.registration.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;

/** Suspends and resumes the registration as the gates decide. */
public final class GateController {

    private final Registration registration;
    private final Duration budget;
    private final GateMonitor watch;
    /** The verdict that is applied last must be the latest one. Nobody waits for this lock. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile boolean ended;
    /** The verdict that was applied last. */
    private Optional<String> appliedVerdict = Optional.empty();

    /**
     * Starts with closed gates.
     *
     * @param executor where to ask the gates
     * @param budget how long a deregistration may take
     */
    public GateController(
            ScheduledExecutorService executor, List<Gate> gates, Registration registration, Duration budget) {
        this.registration = registration;
        this.budget = budget;
        this.watch = new GateMonitor(executor, gates, this::reconcile);
    }

    public void start() {
        applyVerdict();
        watch.start();
    }

    /** Asks no more and applies no more. Does not wait. */
    public void end() {
        ended = true;
        watch.end();
    }

    /** Applies the verdict of the gates, then reconciles. Returns how long to wait before the next call. */
    public Duration reconcile() {
        // Another thread is applying a verdict; the next call looks again.
        if (turn.tryLock()) {
            try {
                applyVerdict();
            } finally {
                turn.unlock();
            }
        }
        return registration.reconcile();
    }

    private void applyVerdict() {
        // Only a caller notices that a gate has stopped answering.
        Optional<String> closed = watch.closedReason();
        // Applying can take long, and the verdict can change meanwhile.
        while (!ended && !closed.equals(appliedVerdict)) {
            appliedVerdict = closed;
            closed.ifPresentOrElse(why -> registration.closeGate(why, budget), registration::openGate);
            closed = watch.closedReason();
        }
    }
}
