package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Kind;
import io.github.etcdregistrar.testing.EtcdWatch;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.DeploymentFailedException;
import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server that is stopped in its first second leaves nothing in etcd and does not complain, whether it had registered
 * by then, was about to, or had not even loaded the client.
 */
class EarlyStopIT {
    /** How often a server is started and stopped, with each artifact. */
    private static final int ROUNDS = Integer.getInteger("guest.stops", 3);

    private static final Duration REGISTERED = Duration.ofSeconds(30);

    /** What is logged when a class is needed after the server has closed its jar; and whatever worries us. */
    private static final Pattern COMPLAINT = Pattern.compile(".*(?:ClassNotFound|NoClassDefFoundError"
            + "|BootstrapMethodError|LinkageError|zip file closed"
            + "|\\[(?:WARNING|SEVERE|ERROR)] \\[[^]]*] \\[io\\.github\\.etcdregistrar).*");
    /** How the registration ends, depending on how far it had come. */
    private static final Pattern STOPPED = Pattern.compile("\\] (Deregistered /|Nothing was registered|Stopped)");
    /** Payara Micro logs in colours. */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private static Etcd etcd;
    private static EtcdView view;

    @BeforeAll
    static void start() {
        etcd = Etcd.start();
        view = EtcdView.of(etcd.endpoint());
    }

    @AfterAll
    static void end() {
        view.close();
        etcd.close();
    }

    @Test
    void theBundleLeavesNothing() throws InterruptedException {
        stopEarly("bundle", Runtimes.payaraSample());
    }

    @Test
    void thePlainArtifactLeavesNothing() throws InterruptedException {
        stopEarly("thin artifact", War.thin(Runtimes.payaraSample()));
    }

    /** When, once the server is ready, SIGTERM comes. */
    private interface Moment {
        void await(AtomicBoolean put) throws InterruptedException;
    }

    /**
     * One start and stop.
     *
     * @param when when SIGTERM came
     * @param put whether a key had been put by then
     * @param stop how long the server took to end
     * @param left the keys and leases that were in etcd when it had ended
     * @param complaints the lines of its log that should not be there
     */
    private record Round(String when, boolean put, Duration stop, List<String> left, List<String> complaints) {
        boolean isClean() {
            return left.isEmpty() && complaints.isEmpty();
        }
    }

    private static void stopEarly(String artifact, Path sample) throws InterruptedException {
        Path war = configured(sample, Duration.ZERO);
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            // The golden section of a second: however many rounds there are, they are spread evenly over it.
            int delay = i * 618 % 1000;
            // Nothing is awaited by this: when the signal comes is what the rounds differ in.
            Moment moment = put -> TimeUnit.MILLISECONDS.sleep(delay);
            rounds.add(play(artifact, war, "after " + delay + " ms", moment));
        }
        // On a busy machine a second may not be enough to register, and no round would have had anything to take away.
        // With a drain, after which the server is to end by itself.
        Path draining = configured(sample, Duration.ofSeconds(1));
        rounds.add(play(artifact, draining, "as soon as the key was put", EarlyStopIT::awaitKey));
        System.out.println("Early stop, " + artifact + ": " + summary(rounds));
        assertThat(rounds).as(artifact).allMatch(Round::isClean, "is clean");
        assertThat(rounds).as(artifact).anyMatch(Round::put, "had put its key");
    }

    /** With a TTL that outlives a stop by far: what is left cannot expire unseen. */
    private static Path configured(Path sample, Duration drain) {
        return War.configured(
                sample,
                Map.of(
                        "etcd.registrar.endpoints",
                        etcd.endpoint(),
                        // Where the server listens, or else a warning would say that it does not.
                        "etcd.registrar.ip",
                        "127.0.0.1",
                        "etcd.registrar.ttl",
                        "60s",
                        "etcd.registrar.drain",
                        drain.toString()));
    }

    private static void awaitKey(AtomicBoolean put) {
        await("the key").atMost(REGISTERED).pollInterval(Duration.ofMillis(10)).untilTrue(put);
    }

    private static Round play(String artifact, Path war, String when, Moment moment) throws InterruptedException {
        AtomicBoolean put = new AtomicBoolean();
        EtcdWatch watch = view.watch(
                "/services/", view.revision() + 1, event -> put.compareAndSet(false, event.kind() == Kind.PUT));
        try (AppServer server = new PayaraMicro()) {
            server.deploy("early", war);
            launch(server);
            moment.await(put);
            boolean putInTime = put.get();
            long start = System.nanoTime();
            server.stop();
            Duration stop = Duration.ofNanos(System.nanoTime() - start);
            Round round = new Round(when, putInTime, stop, takeWhatIsLeft(), complaints(server.log()));
            System.out.println("Early stop, " + artifact + ": " + round);
            return round;
        } finally {
            watch.close();
        }
    }

    /**
     * Now and then Payara Micro cannot deploy anything, because its main thread has no context class loader. Such a start
     * has nothing of ours to stop, and does not count.
     */
    private static void launch(AppServer server) {
        try {
            server.launch();
        } catch (DeploymentFailedException e) {
            if (!e.getMessage().contains("Error while installing policy provider")) {
                throw e;
            }
            System.out.println("Early stop: Payara Micro could not deploy; started again");
            server.stop();
            server.launch();
        }
    }

    /** What is in etcd now; afterwards nothing is, so that the next round begins as this one did. */
    private static List<String> takeWhatIsLeft() {
        List<String> left = new ArrayList<>();
        view.list("/services/").forEach(entry -> left.add(entry.key()));
        for (long lease : view.leases()) {
            left.add("lease " + Long.toHexString(lease));
            view.revoke(lease);
        }
        return left;
    }

    private static List<String> complaints(String log) {
        String plain = COLOUR.matcher(log).replaceAll("");
        List<String> complaints = new ArrayList<>(
                COMPLAINT.matcher(plain).results().map(MatchResult::group).toList());
        if (!STOPPED.matcher(plain).find()) {
            // Either we were not there at all, or the log does not have what is logged while the server stops.
            complaints.add("nothing says that the registration was stopped");
        }
        return complaints;
    }

    private static String summary(List<Round> rounds) {
        List<Duration> stops = rounds.stream().map(Round::stop).sorted().toList();
        return String.format(
                "%d of %d clean, the key put before SIGTERM in %d, stopped within %d ms (median), %d ms (longest)",
                rounds.stream().filter(Round::isClean).count(),
                rounds.size(),
                rounds.stream().filter(Round::put).count(),
                stops.get(stops.size() / 2).toMillis(),
                stops.get(stops.size() - 1).toMillis());
    }
}
