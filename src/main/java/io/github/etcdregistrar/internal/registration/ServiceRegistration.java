package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Status;
import java.time.Duration;

/** One service of a {@link Registration}. */
public final class ServiceRegistration {

    private final Reconciler session;
    private final String name;
    private volatile boolean givenUp;
    private volatile boolean closed;

    final ServiceState serviceState;
    final ClaimManager claims;

    ServiceRegistration(
            Reconciler session, String name, EntrySource source, ConflictPolicy policy, ServiceState serviceState) {
        this.session = session;
        this.name = name;
        this.serviceState = serviceState;
        this.claims = session.newClaimManager(this, source, policy);
    }

    /** The name, as it was added. */
    public String name() {
        return name;
    }

    /** The status. No I/O, no waiting. */
    public Status status() {
        return serviceState.status();
    }

    /**
     * Takes this service out for good, on the calling thread; the others stay. If etcd does not answer within the
     * budget, later passes try again. A second call does nothing.
     *
     * @param budget how long this may take, besides a request that was sent already
     */
    public void close(Duration budget) {
        closed = true;
        session.close(this, budget);
    }

    /** Whether this service, for its part, desires to be registered. */
    boolean isDesired() {
        return !closed && !givenUp;
    }

    boolean isClosed() {
        return closed;
    }

    /** Gives up until {@link #retry}, because somebody else holds a key. */
    void giveUp() {
        givenUp = true;
    }

    void retry() {
        givenUp = false;
    }
}
