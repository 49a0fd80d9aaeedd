package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.Http.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks for a page 200 times a second, as far as it is answered that fast, and remembers each answer that is none. */
final class Load implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MILLIS_BETWEEN = 20;
    private static final int REMEMBERED = 20;

    private final String url;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Set<String> answers = ConcurrentHashMap.newKeySet();

    Load(String url) {
        this.url = url;
        for (int thread = 0; thread < THREADS; thread++) {
            threads.scheduleAtFixedRate(this::call, 5L * thread, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
        }
    }

    private void call() {
        Answer answer = Http.get(url);
        calls.incrementAndGet();
        if (answer.isOk()) {
            answers.add(answer.body().trim());
        } else if (failed.incrementAndGet() <= REMEMBERED) {
            failures.add(Instant.now() + " " + answer);
        }
    }

    int calls() {
        return calls.get();
    }

    int failed() {
        return failed.get();
    }

    /** The first failures. */
    List<String> failures() {
        return failures;
    }

    /** Forgets the answers so far. */
    void forgetAnswers() {
        answers.clear();
    }

    /** The answers that differ. */
    Set<String> answers() {
        return answers;
    }

    /** Returns when the last answer is there. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
