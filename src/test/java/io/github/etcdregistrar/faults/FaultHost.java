package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.Discovery;
import io.github.etcdregistrar.ServiceInstances;
import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import io.github.etcdregistrar.internal.cdi.Application;
import io.github.etcdregistrar.internal.cdi.DiscoveryBean;
import jakarta.enterprise.inject.spi.CDI;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An application in a JVM of its own, which a test can kill and freeze. Its arguments are its configuration, as {@code
 * name=value} without {@code etcd.registrar.}, in ASCII: what is not is {@linkplain #escape escaped}, because the two JVMs
 * need not have the same charset.
 *
 * <p>On its standard input it is told what to do, one line a command, as {@code id command}, and on its standard output
 * it answers, one line each, as {@code id answer}. The commands are those of {@link #answer}.
 */
public final class FaultHost {
    private final Map<String, String> configuration;
    private final AtomicReference<Application> application = new AtomicReference<>();
    private final ExecutorService commands = Executors.newCachedThreadPool();

    private FaultHost(Map<String, String> configuration) {
        this.configuration = configuration;
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> configuration = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = unescape(argument).split("=", 2);
            configuration.put(parts[0], parts[1]);
        }
        new FaultHost(configuration).run();
        System.exit(0); // as a server does: whatever thread is still there
    }

    /** An argument in ASCII. */
    static String escape(String argument) {
        return Pattern.compile("[^\\x00-\\x7f]").matcher(argument).replaceAll(match -> "\\\\u%04x"
                .formatted((int) match.group().charAt(0)));
    }

    private static String unescape(String argument) {
        return Pattern.compile("\\\\u([0-9a-f]{4})")
                .matcher(argument)
                .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16)));
    }

    private void run() throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] parts = line.split(" ", 2);
            if (parts[1].equals("exit")) {
                return;
            }
            commands.execute(() -> reply(parts[0], parts[1]));
        }
    }

    private void reply(String id, String command) {
        String answer;
        try {
            answer = answer(command);
        } catch (RuntimeException | InterruptedException | Error e) {
            e.printStackTrace();
            answer = "failed: " + e;
        }
        System.out.println(id + " " + answer.replaceAll("\\R", " "));
    }

    private String answer(String command) throws InterruptedException {
        String[] words = command.split(" ");
        return switch (words[0]) {
            case "start" -> {
                if (ListTruth.WATCHES) {
                    application.set(Application.start(configuration, DiscoveryBean.class));
                    found();
                } else {
                    application.set(Application.start(configuration));
                }
                yield "started";
            }
            case "clock" -> Long.toString(System.currentTimeMillis());
            case "status" -> Report.of(registrar()).line();
            case "list" -> list();
            case "register" -> {
                registrar().register();
                yield "done";
            }
            case "deregister" -> millis(() -> registrar().deregister());
            case "stop" -> millis(() -> application.get().close());
            case "cycle" -> cycle(Long.parseLong(words[1]));
            case "churn" -> churn(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException(command);
        };
    }

    private static ServiceInstances found() {
        return CDI.current().select(Discovery.class).get().instances(ListTruth.SERVICE);
    }

    /** What is found, which is the application itself: {@code true} or {@code stale}, and the instances. */
    private static String list() {
        // In this order: a list that was true is not older than the answer says.
        String how = found().staleSince().isPresent() ? "stale" : "true";
        return how
                + found().list().stream()
                        .map(instance -> " " + instance.id() + (instance.suspect() ? "?" : ""))
                        .collect(Collectors.joining());
    }

    private ManagedRegistrar registrar() {
        return application.get().registrar();
    }

    /** Starts an application and stops it a moment later; in the middle of its first registration, with some luck. */
    private String cycle(long millis) throws InterruptedException {
        Application brief = Application.start(configuration);
        TimeUnit.MILLISECONDS.sleep(millis);
        return millis(brief::close);
    }

    /** Many threads register and deregister in turn, all at once; then one deregisters for good. */
    private String churn(int threads) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(threads);
        IntStream.range(0, threads)
                .forEach(thread -> commands.execute(() -> {
                    for (int turn = 0; turn < 20; turn++) {
                        if ((turn + thread) % 2 == 0) {
                            registrar().register();
                        } else {
                            registrar().deregister();
                        }
                    }
                    done.countDown();
                }));
        boolean ended = done.await(60, TimeUnit.SECONDS);
        registrar().deregister();
        return ended ? "done" : "failed: some thread hangs";
    }

    private static String millis(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
}
