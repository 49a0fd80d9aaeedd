package io.github.etcdregistrar.internal.etcd;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks DNS on threads that end when they are idle. A lookup cannot be interrupted: one that takes too long goes on, and the
 * next question for the same name gets its answer.
 */
final class NameLookups implements AutoCloseable {

    /** So that a name whose lookup hangs does not keep others waiting. */
    private static final int THREADS = 4;

    private final ThreadPoolExecutor executor;
    private final Map<String, CompletableFuture<Object>> pending = new ConcurrentHashMap<>();
    private volatile boolean closed;

    NameLookups(ThreadFactory threads) {
        this.executor =
                new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        this.executor.allowCoreThreadTimeOut(true);
    }

    /** Looks something up. */
    interface Lookup<T> {
        T get() throws Exception;
    }

    /**
     * Waits for a lookup, which it starts unless one of that name is in progress.
     *
     * @throws IOException if it fails, or takes longer than the limit
     */
    @SuppressWarnings("unchecked") // a name always has the same kind of lookup
    <T> T get(String name, Lookup<T> lookup, Duration limit) throws IOException {
        if (closed) {
            throw new IOException("the connection to etcd is closed");
        }
        CompletableFuture<Object> answer = pending.computeIfAbsent(name, any -> start(lookup));
        try {
            T found = (T) answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            pending.remove(name, answer);
            return found;
        } catch (TimeoutException e) {
            throw new IOException("DNS does not answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            pending.remove(name, answer);
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (CancellationException e) {
            throw new IOException("the connection to etcd is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private CompletableFuture<Object> start(Lookup<?> lookup) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                answer.complete(lookup.get());
            } catch (Exception | LinkageError e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** Ends every wait at once. */
    @Override
    public void close() {
        closed = true;
        executor.shutdownNow();
        pending.values().forEach(answer -> answer.cancel(false));
    }
}
