package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Jvm;
import java.time.Duration;
import java.util.List;

/** What applications leave behind in a server: class loaders, threads, heap. */
final class Traces {
    private static final String OUR_CLASS_LOADER = "io.github.etcdregistrar.internal.bundle.ArchiveClassLoader";
    private static final String CLIENT_THREADS =
            "(etcd-registrar|grpc|nio|globalEventExecutor|vert|jetcd|Failsafe|ObjectCleaner|threadDeathWatcher).*";
    private static final Duration SETTLED = Duration.ofMinutes(1);
    private static final int ROUNDS = 5;
    private static final long HEAP_GROWTH = 8 << 20;
    /** A server's pools grow and shrink by themselves; a thread for each of twenty redeploys would be more. */
    private static final int THREADS_GROWTH = 15;

    private final Jvm jvm;
    private final String webClassLoader;
    private long classLoadersBefore;
    private long oursBefore;
    private long heap;
    private int threads;

    Traces(AppServer server, String webClassLoader) {
        this.jvm = new Jvm(server.pid());
        this.webClassLoader = webClassLoader;
    }

    void collect() {
        jvm.collect();
    }

    /** How many class loaders of applications are alive, of those since the beginning. */
    long newClassLoaders() {
        return webClassLoaders() - classLoadersBefore;
    }

    /** How many of these are left when the server has had time to let them go. */
    long leftClassLoaders() {
        long left = newClassLoaders();
        for (int round = 0; round < ROUNDS && left > 0; round++) {
            jvm.collect();
            left = newClassLoaders();
        }
        System.out.println("left, after undeployment: " + left);
        return left;
    }

    long ourClassLoaders() {
        return jvm.classLoaders(OUR_CLASS_LOADER);
    }

    private long webClassLoaders() {
        return jvm.classLoaders(webClassLoader);
    }

    /** The threads of ours, and those that the client's libraries could have started. */
    List<String> ourThreads() {
        return jvm.threads().stream()
                .filter(name -> name.matches(CLIENT_THREADS))
                .toList();
    }

    /**
     * What is there now is not of the applications to come: Open Liberty's loggers keep the class that was the first to
     * ask for them, and so a deployment of which a library took a way that none had taken before.
     */
    void begin() {
        jvm.collect();
        classLoadersBefore = webClassLoaders();
        oursBefore = ourClassLoaders();
    }

    /** Remembers heap and threads, to see later that they are flat. */
    void remember() {
        jvm.collect();
        heap = jvm.usedHeapBytes();
        threads = jvm.threads().size();
    }

    void areFlat() {
        jvm.collect();
        assertThat(jvm.usedHeapBytes() - heap).as("growth of the heap").isLessThan(HEAP_GROWTH);
        assertThat(jvm.threads().size() - threads).as("growth of threads").isLessThan(THREADS_GROWTH);
        assertThat(ourThreads()).hasSizeLessThanOrEqualTo(2);
    }

    /** Waits until no more class loaders than these are alive, of the applications since the beginning and of ours. */
    void awaitAtMost(int limit) {
        await("at most " + limit + " class loaders").atMost(SETTLED).untilAsserted(() -> {
            jvm.collect();
            assertThat(newClassLoaders()).isLessThanOrEqualTo(limit);
            assertThat(ourClassLoaders() - oursBefore).isLessThanOrEqualTo(limit);
        });
    }

    void print(String when) {
        jvm.collect();
        System.out.printf(
                "%s: %d class loaders of applications, %d of ours, %d threads, %.1f MB of heap (then %.1f)%n",
                when,
                newClassLoaders(),
                ourClassLoaders(),
                jvm.threads().size(),
                jvm.usedHeapBytes() / 1e6,
                heap / 1e6);
    }
}
