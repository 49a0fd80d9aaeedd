package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Status;
import java.time.Duration;

/** One service of a {@link Registration}. */
public final class ServiceRegistration {

    private final Reconciler session;
    private final String name;
    private volatile boolean givenUp;
    private volatile boolean closed;

    final ServiceState journal;
    final ClaimManager claims;

    ServiceRegistration(
            Reconciler session, String name, EntrySource source, ConflictPolicy policy, ServiceState journal) {
        this.session = session;
        this.name = name;
        this.journal = journal;
        this.claims = session.claimsOf(this, source, policy);
    }

    /** Its name, as it was added. */
    public String name() {
        return name;
    }

    /** How it stands now. No I/O, no waiting. */
    public Status status() {
        return journal.status();
    }

    /**
     * Takes this service out for good, on the calling thread; the others stay. If etcd does not answer within the
     * budget, the steps go on trying. Calling it again does nothing.
     *
     * @param budget how long this may take, but for a request that has been sent
     */
    public void close(Duration budget) {
        closed = true;
        session.close(this, budget);
    }

    /** Whether it is to be registered, as far as it is up to this service. */
    boolean isWanted() {
        return !closed && !givenUp;
    }

    boolean isClosed() {
        return closed;
    }

    /** Somebody else holds a key, and that is that, until it is to be tried anew. */
    void giveUp() {
        givenUp = true;
    }

    void tryAnew() {
        givenUp = false;
    }
}
