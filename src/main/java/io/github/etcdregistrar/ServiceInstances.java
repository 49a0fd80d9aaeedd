package io.github.etcdregistrar;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The instances of one service, kept up to date while the application runs. Inject it with {@link Discover}, or ask
 * {@link Discovery} for it. Any thread may call these methods.
 *
 * <p>Whatever happens to etcd, the list stays: while etcd is away it is as etcd last said, and {@link #staleSince()} tells
 * that. Instances that etcd has lost, or that would all go at once, stay as {@linkplain ServiceInstance#suspect()
 * suspect} for a grace. After the application has stopped, every method throws an {@link IllegalStateException}.
 */
public interface ServiceInstances {

    /** The name by which the instances are looked for. */
    String name();

    /** All that are known, an immutable list; suspect ones come last. No I/O, no waiting; empty until etcd has answered. */
    List<ServiceInstance> list();

    /**
     * One of them, another one with each call. By default round robin by weight, those of the own zone first; a bean of
     * type {@link LoadBalancer} decides otherwise. No I/O, no waiting.
     */
    Optional<ServiceInstance> choose();

    /**
     * One of them, as {@link #choose()}.
     *
     * @throws NoInstanceException if none is known; the message says since when, and what is known of etcd
     */
    ServiceInstance require();

    /**
     * Waits until one is known, for code that runs at the start.
     *
     * @param timeout how long to wait at most
     * @throws NoInstanceException if none is known by then, or the thread is interrupted
     */
    ServiceInstance await(Duration timeout);

    /** Passes an instance over for a few seconds, as long as there is another: it has refused a connection. */
    void refused(ServiceInstance instance);

    /**
     * Since when the list may be out of date, because etcd does not prove it any more: the time of the last proof. Empty while
     * the list is true. The limit is two request timeouts.
     */
    Optional<Instant> staleSince();

    /** When etcd last proved that the list is true; empty if it never did. */
    Optional<Instant> lastProof();
}
