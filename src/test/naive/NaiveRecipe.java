import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The usual recipe to register a service with jetcd, as found in tutorials and in many projects: grant a lease, put the
 * key under it, keep the lease alive, and register anew when that fails. And to find others: get what is there, watch from
 * the next revision on, and keep it in a map. The fault suite plays it against ours.
 *
 * <p>A program of one file, run in a process of its own, because jetcd's client and what comes with it must not get on
 * our class path. On its standard input and output it speaks the protocol of {@code FaultHost}, as far as it can.
 */
public final class NaiveRecipe {
    private static final ExecutorService COMMANDS = Executors.newCachedThreadPool();

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Client client;
    private final ByteSequence key;
    private final ByteSequence value;
    private final String prefix;
    private final long ttl;
    private final Map<String, String> found = new ConcurrentSkipListMap<>();
    private volatile long lease;
    private volatile boolean stopped;

    private NaiveRecipe(String endpoints, String key, String value, long ttl) {
        this.client = Client.builder().endpoints(endpoints.split(",")).build();
        this.key = bytes(key);
        this.value = bytes(value);
        this.prefix = key.substring(0, key.lastIndexOf('/') + 1);
        this.ttl = ttl;
    }

    public static void main(String[] arguments) {
        NaiveRecipe recipe = of(arguments);
        Scanner input = new Scanner(System.in);
        while (input.hasNextLine()) {
            String[] line = input.nextLine().split(" ", 2);
            COMMANDS.execute(() -> System.out.println(line[0] + " " + recipe.answer(line[1], arguments)));
        }
        System.exit(0);
    }

    private static NaiveRecipe of(String[] arguments) {
        return new NaiveRecipe(arguments[0], arguments[1], arguments[2], Long.parseLong(arguments[3]));
    }

    private String answer(String command, String[] arguments) {
        String[] words = command.split(" ");
        switch (words[0]) {
            case "start":
                if (Boolean.getBoolean("faults.watch")) {
                    executor.execute(this::watch);
                }
                executor.execute(this::register);
                return "started";
            case "list":
                return ("true " + String.join(" ", found.keySet())).trim();
            case "register":
                executor.execute(this::register);
                return "started";
            case "deregister":
                return millis(this::deregister);
            case "stop":
                return millis(this::stop);
            case "cycle":
                NaiveRecipe brief = of(arguments);
                brief.executor.execute(brief::register);
                pause(Long.parseLong(words[1]));
                return millis(brief::stop);
            case "churn":
                return churn(Integer.parseInt(words[1]));
            default:
                return "failed: cannot " + command;
        }
    }

    private void register() {
        try {
            lease = client.getLeaseClient().grant(ttl).get(5, TimeUnit.SECONDS).getID();
            PutOption underLease = PutOption.builder().withLeaseId(lease).build();
            client.getKVClient().put(key, value, underLease).get(5, TimeUnit.SECONDS);
            client.getLeaseClient().keepAlive(lease, new StreamObserver<LeaseKeepAliveResponse>() {
                @Override
                public void onNext(LeaseKeepAliveResponse response) {}

                @Override
                public void onError(Throwable failure) {
                    again();
                }

                @Override
                public void onCompleted() {
                    again();
                }
            });
        } catch (Exception e) {
            System.err.println("Not registered: " + e);
            if (!stopped) {
                executor.schedule(this::register, 1, TimeUnit.SECONDS);
            }
        }
    }

    /** jetcd opens the watch anew by itself, from the revision that it has reached. */
    private void watch() {
        try {
            GetResponse present = client.getKVClient()
                    .get(bytes(prefix), GetOption.builder().isPrefix(true).build())
                    .get(5, TimeUnit.SECONDS);
            present.getKvs()
                    .forEach(kv -> found.put(id(kv.getKey()), kv.getValue().toString()));
            WatchOption below = WatchOption.builder()
                    .isPrefix(true)
                    .withRevision(present.getHeader().getRevision() + 1)
                    .build();
            client.getWatchClient()
                    .watch(
                            bytes(prefix),
                            below,
                            Watch.listener(this::changed, failure -> System.err.println("Watch: " + failure)));
        } catch (Exception e) {
            System.err.println("Not watching: " + e);
            if (!stopped) {
                executor.schedule(this::watch, 1, TimeUnit.SECONDS);
            }
        }
    }

    private void changed(WatchResponse response) {
        for (WatchEvent event : response.getEvents()) {
            String id = id(event.getKeyValue().getKey());
            if (event.getEventType() == WatchEvent.EventType.DELETE) {
                found.remove(id);
            } else {
                found.put(id, event.getKeyValue().getValue().toString());
            }
        }
    }

    private String id(ByteSequence key) {
        return key.toString(StandardCharsets.UTF_8).substring(prefix.length());
    }

    private void again() {
        if (!stopped) {
            executor.execute(this::register);
        }
    }

    private void stop() {
        stopped = true;
        executor.shutdownNow();
        deregister();
        client.close();
    }

    private void deregister() {
        try {
            client.getLeaseClient().revoke(lease).get(2, TimeUnit.SECONDS);
        } catch (Exception e) {
            System.err.println("Not deregistered: " + e);
        }
    }

    /** Many threads register and deregister in turn, all at once; then one deregisters for good. */
    private String churn(int threads) {
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            int thread = i;
            COMMANDS.execute(() -> {
                for (int turn = 0; turn < 20; turn++) {
                    if ((turn + thread) % 2 == 0) {
                        register();
                    } else {
                        deregister();
                    }
                }
                done.countDown();
            });
        }
        try {
            boolean ended = done.await(60, TimeUnit.SECONDS);
            deregister();
            return ended ? "done" : "failed: some thread hangs";
        } catch (InterruptedException e) {
            return "failed: " + e;
        }
    }

    private static String millis(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
