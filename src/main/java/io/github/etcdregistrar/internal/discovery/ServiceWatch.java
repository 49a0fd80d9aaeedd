package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import io.github.etcdregistrar.internal.registration.PrefixClient.Listing;
import io.github.etcdregistrar.internal.registration.PrefixClient.Revision;
import io.github.etcdregistrar.internal.registration.PrefixClient.Watch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Keeps the list of one service: lists, watches, and lists again whenever the watch cannot be trusted. */
final class ServiceWatch {

    private static final Logger LOG = System.getLogger(ServiceDiscovery.class.getName());

    private final ServiceQuery query;
    private final DiscoveryTiming timing;
    private final InstanceList list;
    private final KnownInstances known;
    private final Runnable wakeUp;

    /** Where the watch writes; null while there is none. */
    private Notices notices;

    private Watch watch;
    /** Up to where everything is known; null before the first list. */
    private Revision revision;
    /** The read of etcd's revision whose proof is not complete; null if none. */
    private Revision awaited;

    private long awaitedNanos;
    private long askedNanos;
    private long provenNanos;
    private long listedNanos;
    private long dueNanos;
    private long publishedNanos;
    private boolean staleLogged;
    private String lastProblem = "";

    ServiceWatch(ServiceQuery query, DiscoveryTiming timing, InstanceList list, long nowNanos, Runnable wakeUp) {
        this.query = query;
        this.timing = timing;
        this.list = list;
        this.known = new KnownInstances(query);
        this.wakeUp = wakeUp;
        this.dueNanos = nowNanos;
        this.publishedNanos = nowNanos - DiscoveryTiming.BETWEEN_SNAPSHOTS.toNanos();
    }

    InstanceList list() {
        return list;
    }

    String prefix() {
        return query.prefix();
    }

    boolean isWatching() {
        return watch != null;
    }

    /** Whether it must list now. */
    boolean isDue(long nowNanos) {
        return watch == null && dueNanos - nowNanos <= 0;
    }

    /** Lists, and watches from that revision on. */
    void list(PrefixClient client, long nowNanos) throws EtcdUnavailableException {
        listedNanos = nowNanos;
        Listing listing = client.list(query.prefix());
        boolean first = revision == null;
        known.replace(listing, revision);
        revision = listing.revision();
        // Etcd was asked after this moment, so the list is at least as new.
        provenNanos = nowNanos;
        list.proven(nowNanos);
        Notices fresh = new Notices(wakeUp);
        watch = client.watch(query.prefix(), revision.number() + 1, fresh);
        notices = fresh;
        LOG.log(
                first || staleLogged ? Level.INFO : Level.DEBUG,
                "Listed {0}: {1} entries below {2} at revision {3}",
                query.name(),
                listing.entries().size(),
                query.prefix(),
                String.valueOf(revision.number()));
        staleLogged = false;
        lastProblem = "";
    }

    /** Takes what the watch has told. */
    void drain(long nowNanos) {
        Notices told = notices;
        if (told == null) {
            return;
        }
        // In this order: what is reached was told before.
        String ended = told.end();
        long reached = told.take(known::apply);
        if (reached > revision.number()) {
            revision = new Revision(revision.cluster(), reached);
        }
        if (ended != null) {
            restart(nowNanos, "the watch has ended: " + ended);
        }
    }

    /** Takes the present revision of etcd, which was asked for at some time. */
    void confirm(Revision present, long sentNanos) {
        if (present.cluster() != revision.cluster() || present.number() < revision.number()) {
            restart(sentNanos, "etcd's revisions are others");
            return;
        }
        awaited = present;
        awaitedNanos = sentNanos;
        if (revision.number() < present.number()) {
            askedNanos = sentNanos;
            watch.requestProgress();
        }
    }

    /** Counts the list as proven if the watch has told everything, or lists anew if the watch is silent. */
    void check(long nowNanos) {
        if (awaited == null || watch == null) {
            return;
        }
        if (revision.number() >= awaited.number()) {
            known.proven(awaitedNanos - provenNanos, timing.grace().toNanos());
            provenNanos = awaitedNanos;
            list.proven(provenNanos);
            staleLogged = false;
            awaited = null;
        } else if (nowNanos - awaitedNanos >= timing.requestTimeout().toNanos()) {
            restart(nowNanos, "the watch is silent");
        } else if (nowNanos - askedNanos >= timing.requestTimeout().toNanos() / 4) {
            // An etcd that is busy with this watch does not answer.
            askedNanos = nowNanos;
            watch.requestProgress();
        }
    }

    /** Publishes what is different. Empty if nothing is, or if it is too early. */
    Optional<InstancesChanged> publish(long nowNanos) {
        list.unreadable(known.unreadable());
        if (!known.hasChanged() || publishDelay(nowNanos) > 0) {
            return Optional.empty();
        }
        Optional<InstancesChanged> change = known.publish();
        change.ifPresent(now -> {
            publishedNanos = nowNanos;
            list.publish(new Snapshot(now.instances(), query.zone()));
            if (now.instances().isEmpty()) {
                LOG.log(Level.WARNING, "No instance of {0} is left below {1}", query.name(), query.prefix());
            }
        });
        return change;
    }

    /** In how many nanoseconds something is to be done, at the latest. */
    long delay(long nowNanos) {
        long delay = watch == null
                ? dueNanos - nowNanos
                : awaited != null
                        ? timing.requestTimeout().toNanos() / 4
                        : timing.requestTimeout().toNanos();
        return Math.max(0, known.hasChanged() ? Math.min(delay, publishDelay(nowNanos)) : delay);
    }

    /** Etcd does not answer: the next attempt to list is due at that time. */
    void failed(Problem problem, Throwable cause, long nextNanos) {
        stop();
        dueNanos = nextNanos;
        list.failed(problem);
        if (!lastProblem.equals(problem.toString())) {
            lastProblem = problem.toString();
            LOG.log(Level.DEBUG, "The instances of " + query.name() + " cannot be listed", cause);
        }
    }

    /** Says once that the list is stale. */
    void logIfStale() {
        if (!staleLogged && list.isStale() && list.problem().isPresent()) {
            staleLogged = true;
            LOG.log(
                    Level.WARNING,
                    "The list of {0} stays as it was, with {1} instances: {2}",
                    query.name(),
                    list.list().size(),
                    lastProblem);
        }
    }

    /** Ends the watch. */
    private void stop() {
        if (watch != null) {
            watch.close();
        }
        watch = null;
        notices = null;
        awaited = null;
    }

    private void restart(long nowNanos, String why) {
        LOG.log(Level.DEBUG, "Listing {0} anew: {1}", query.name(), why);
        stop();
        // A watch that ends at once again must not make us list without a pause.
        long earliest = listedNanos + DiscoveryTiming.RETRY_FLOOR.toNanos();
        dueNanos = earliest - nowNanos > 0 ? earliest : nowNanos;
    }

    private long publishDelay(long nowNanos) {
        return publishedNanos + DiscoveryTiming.BETWEEN_SNAPSHOTS.toNanos() - nowNanos;
    }
}
