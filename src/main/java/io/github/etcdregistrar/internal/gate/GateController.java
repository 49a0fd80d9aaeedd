package io.github.etcdregistrar.internal.gate;

import io.github.etcdregistrar.internal.bootstrap.Gate;
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
    private final GateMonitor monitor;
    /** The verdict that is applied last must be the latest one. Nobody waits for this lock. */
    private final ReentrantLock applyLock = new ReentrantLock();

    private volatile boolean stopped;
    /** The verdict that was applied last. */
    private Optional<String> appliedVerdict = Optional.empty();

    /**
     * Starts with closed gates.
     *
     * @param executor where to check the gates
     * @param budget how long a deregistration may take
     */
    public GateController(
            ScheduledExecutorService executor, List<Gate> gates, Registration registration, Duration budget) {
        this.registration = registration;
        this.budget = budget;
        this.monitor = new GateMonitor(executor, gates, this::reconcile);
    }

    public void start() {
        applyVerdict();
        monitor.start();
    }

    /** Stops the checks, and applies no further verdict. Does not wait. */
    public void stop() {
        stopped = true;
        monitor.stop();
    }

    /** Applies the verdict of the gates, then reconciles. Returns how long to wait before the next call. */
    public Duration reconcile() {
        // Another thread is applying a verdict; the next call looks again.
        if (applyLock.tryLock()) {
            try {
                applyVerdict();
            } finally {
                applyLock.unlock();
            }
        }
        return registration.reconcile();
    }

    private void applyVerdict() {
        // Only a caller notices that a gate has stopped answering.
        Optional<String> closed = monitor.closedReason();
        // Applying can take long, and the verdict can change meanwhile.
        while (!stopped && !closed.equals(appliedVerdict)) {
            appliedVerdict = closed;
            if (closed.isPresent()) {
                registration.closeGate(closed.get(), budget);
            } else {
                registration.openGate();
            }
            closed = monitor.closedReason();
        }
    }
}
