package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.LoadBalancer;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import io.github.etcdregistrar.internal.registration.PrefixClient.Revision;
import io.github.etcdregistrar.internal.registration.Problems;
import io.github.etcdregistrar.internal.registration.TimeAndRandom;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Keeps the lists of all services that an application looks for.
 *
 * <p>Somebody calls {@link #step()} again and again. Each call makes a few bounded calls of the client at most and returns how
 * long to wait; it never sleeps and starts no thread. Any thread may call the other methods.
 */
public final class ServiceDiscovery implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ServiceDiscovery.class.getName());

    private final Supplier<PrefixClient> client;
    private final DiscoveryTiming timing;
    private final TimeAndRandom time;
    private final DiscoveryListener listener;
    private final Runnable wakeUp;
    private final List<ServiceWatch> services = new CopyOnWriteArrayList<>();

    private long proofDueNanos;
    private volatile boolean closed;

    /**
     * Looks for nothing yet.
     *
     * @param client opens the client when it is first needed; later calls return the same
     * @param wakeUp requests a step before the time that the last one returned; called by any thread
     */
    public ServiceDiscovery(
            Supplier<PrefixClient> client,
            DiscoveryTiming timing,
            TimeAndRandom time,
            DiscoveryListener listener,
            Runnable wakeUp) {
        this.client = client;
        this.timing = timing;
        this.time = time;
        this.listener = listener;
        this.wakeUp = wakeUp;
        this.proofDueNanos = now();
    }

    /**
     * Begins to look for a service.
     *
     * @param balancer chooses instances instead of round robin
     */
    public synchronized InstanceList add(ServiceQuery query, Optional<LoadBalancer> balancer) {
        InstanceList list = new InstanceList(query, timing, time, balancer);
        if (closed) {
            list.close();
            return list;
        }
        services.add(new ServiceWatch(query, timing, list, now(), wakeUp));
        wakeUp.run();
        return list;
    }

    /** The lists of all services. */
    public List<InstanceList> lists() {
        return services.stream().map(ServiceWatch::list).toList();
    }

    /**
     * Does what is due. Called again and again, by one thread at a time.
     *
     * @return how long to wait before the next call, unless a wake-up comes before; an earlier call does no harm
     */
    public Duration step() {
        if (closed) {
            return timing.requestTimeout();
        }
        // 1. What the watches have told.
        for (ServiceWatch service : services) {
            service.drain(now());
            service.check(now());
        }
        // 2. Ask for a proof, and list what is not watched; not both in vain.
        if (prove()) {
            for (ServiceWatch service : services) {
                if (!closed && service.isDue(now()) && !list(service)) {
                    break;
                }
            }
        }
        // 3. Tell.
        for (ServiceWatch service : services) {
            service.check(now());
            service.publish(now()).ifPresent(this::tell);
            service.logIfStale();
        }
        long delay = timing.requestTimeout().toNanos();
        for (ServiceWatch service : services) {
            delay = Math.min(delay, service.delay(now()));
            delay = service.isWatching() ? Math.min(delay, Math.max(0, proofDueNanos - now())) : delay;
        }
        return Duration.ofNanos(delay);
    }

    /** Makes no further step; lists throw from now on. Watches end with the client, which is not closed here. */
    @Override
    public synchronized void close() {
        closed = true;
        services.forEach(service -> service.list().close());
    }

    /** Whether etcd may be asked for more. */
    private boolean prove() {
        long sent = now();
        Optional<ServiceWatch> asked =
                services.stream().filter(ServiceWatch::isWatching).findFirst();
        if (asked.isEmpty() || proofDueNanos - sent > 0) {
            return true;
        }
        proofDueNanos = sent + timing.requestTimeout().toNanos();
        try {
            Revision present = client.get().revision(asked.get().prefix());
            services.stream().filter(ServiceWatch::isWatching).forEach(service -> service.confirm(present, sent));
            return true;
        } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
            return failed(asked.get(), e, sent);
        }
    }

    /** Whether etcd may be asked for more. */
    private boolean list(ServiceWatch service) {
        long sent = now();
        try {
            service.list(client.get(), sent);
            return true;
        } catch (EtcdUnavailableException | RuntimeException | LinkageError e) {
            return failed(service, e, sent);
        }
    }

    /** Full jitter, counted from the start of the attempt: an answer that did not come has cost time enough. */
    private boolean failed(ServiceWatch service, Throwable cause, long startedNanos) {
        Problem problem = Problems.of(cause);
        long spread =
                DiscoveryTiming.RETRY_CAP.minus(DiscoveryTiming.RETRY_FLOOR).toNanos();
        long next = startedNanos
                + DiscoveryTiming.RETRY_FLOOR.toNanos()
                + time.random().nextLong(spread);
        boolean others = Problems.isOfOneService(problem);
        for (ServiceWatch each : services) {
            if (!others || each == service) {
                each.failed(problem, cause, next);
            }
        }
        return others;
    }

    private void tell(InstancesChanged change) {
        try {
            listener.changed(change);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "An observer of changed instances has failed", e);
        }
    }

    private long now() {
        return time.nanoTime().getAsLong();
    }
}
