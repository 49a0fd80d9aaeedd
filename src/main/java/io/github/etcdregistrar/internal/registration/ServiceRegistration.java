package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One service of a {@link Registration}. */
public final class ServiceRegistration {

    private final Reconciler reconciler;
    private final String name;
    private volatile boolean givenUp;
    private volatile boolean closed;

    final ServiceState serviceState;
    final ClaimManager claims;

    ServiceRegistration(
            Reconciler reconciler, String name, EntrySource source, ConflictPolicy policy, ServiceState serviceState) {
        this.reconciler = reconciler;
        this.name = name;
        this.serviceState = serviceState;
        this.claims = reconciler.newClaimManager(this, source, policy);
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
        reconciler.close(this, budget);
    }

    /** The name of the service that claims a key, if another one does. */
    Optional<String> ownerOf(String key, List<ServiceRegistration> services) {
        return services.stream()
                .filter(service -> service != this && service.claims.owns(key))
                .map(ServiceRegistration::name)
                .findFirst();
    }

    /** Whether this service, for its part, desires to be registered. */
    boolean isDesired() {
        return !closed && !givenUp;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether it is not desired any more, and nothing has tried to release its claim yet. */
    boolean mustBeReleased() {
        return !isDesired() && !claims.isEmpty() && !claims.isReleasePending();
    }

    /**
     * Puts the claim under the lease, or releases it, as desired.
     *
     * @param renewed whether the lease has just been renewed
     * @param only whether this is the only service: then messages do not name it
     * @return the problem of this service alone, if it has one; any other is thrown
     */
    Optional<Problem> reconcile(long lease, boolean renewed, boolean only)
            throws LeaseLostException, EtcdUnavailableException {
        try {
            if (!isDesired()) {
                claims.release(lease, () -> true);
            } else if (serviceState.state().isActive()) { // or else the next pass starts with it
                claims.ensure(lease, renewed);
            }
            return Optional.empty();
        } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
            Problem problem = Problems.of(e);
            if (!Problems.isOfOneService(problem)) {
                throw e;
            }
            boolean clusterWide = problem.code() == ProblemCode.OUT_OF_SPACE;
            serviceState.problem(
                    clusterWide || only ? problem : new Problem(problem.code(), name + ": " + problem.message()), e);
            return Optional.of(problem);
        }
    }

    /** Marks the service LOST if the lease has expired by our clock, or the keys were not verified for that long. */
    void markExpired(Lease lease, boolean expired) {
        boolean unsure = claims.observer.isUnverifiedFor(lease.ttl());
        if (unsure || expired) {
            claims.observer.verifyAgain();
            serviceState.markLost((unsure ? "It could not be verified for " : "It was not renewed for ")
                    + lease.ttl().toSeconds() + " s: "
                    + serviceState.failureOr("this process did not run"));
        }
    }

    /** Gives up until {@link #retry}, because somebody else holds a key. */
    void giveUp() {
        givenUp = true;
    }

    void retry() {
        givenUp = false;
    }
}
