package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An etcd in memory, on a fake clock, that can fail in every way that matters. */
public final class FakeEtcd extends FakeStore {

    /** How calls are answered. */
    public enum Mode {
        UP,
        /** Every call fails at once. */
        REFUSING,
        /** Every call fails after the request timeout, and nothing is done. */
        SILENT,
        /** Every call is done, but the answer does not arrive: it fails after the request timeout. */
        LOSING_ANSWERS
    }

    /** Something that is done the next time, and then no more. */
    static final class Once {

        private Runnable action = () -> {};

        void run() {
            Runnable now = action;
            action = () -> {};
            now.run();
        }
    }

    private final Duration requestTimeout;
    private Mode mode = Mode.UP;
    Duration shortestTtl = Duration.ofSeconds(2);
    final Once beforeNextPut = new Once();
    final Once duringNextRead = new Once();
    final Once duringNextRenewal = new Once();
    boolean spaceLeft = true;
    private Duration latency = Duration.ZERO;
    boolean readsAnswered = true;
    boolean renewsByItself = true;
    Set<String> forbidden = Set.of();
    Runnable whilePreparing = () -> {};
    public final List<Long> calls = new ArrayList<>();
    public int openRegistries;

    public FakeEtcd(FakeClock clock, Duration requestTimeout) {
        super(clock);
        this.requestTimeout = requestTimeout;
    }

    public EtcdClient open() {
        openRegistries++;
        return new FakeEtcdClient(this);
    }

    public void mode(Mode newMode) {
        mode(newMode, newMode != Mode.UP);
    }

    /** Another mode, of which the watches tell or not. */
    public void mode(Mode newMode, boolean watchesTell) {
        mode = newMode;
        if (watchesTell) {
            notifyAllWatches();
        }
    }

    /** Whether connections renew by themselves. */
    public void renewsByItself(boolean does) {
        renewsByItself = does;
    }

    /** A restart: with the data kept, every lease has its full TTL again. */
    public void restart() {
        mode(Mode.REFUSING);
        renewAll();
        mode = Mode.UP;
    }

    public void outOfSpace(boolean full) {
        spaceLeft = !full;
    }

    /** How long each answer takes. */
    public void latency(Duration time) {
        latency = time;
    }

    public void whilePreparing(Runnable action) {
        whilePreparing = action;
    }

    public void readsAnswered(boolean answered) {
        readsAnswered = answered;
    }

    /** Nobody may read or write these keys, nor revoke a lease under which one of them stands. */
    public void forbid(String... keys) {
        forbidden = Set.of(keys);
    }

    public void beforeNextPut(Runnable action) {
        beforeNextPut.action = action;
    }

    public void duringNextRead(Runnable action) {
        duringNextRead.action = action;
    }

    public void duringNextRenewal(Runnable action) {
        duringNextRenewal.action = action;
    }

    public Map<String, Entry> entries() {
        expire();
        return entries;
    }

    public Set<Long> leases() {
        expire();
        return leases.keySet();
    }

    /** The problem that a call ends with. */
    public static Problem problem(ProblemCode code) {
        return new Problem(code, "the fake etcd");
    }

    static EtcdUnavailableException unavailable(ProblemCode code) {
        return new EtcdUnavailableException(code, problem(code).message(), null);
    }

    private void expire() {
        if (mode != Mode.REFUSING) { // An etcd that is down lets nothing expire.
            expireLeases();
        }
    }

    interface Call<T> {
        T run() throws LeaseLostException;
    }

    <T> T answer(Call<T> call) throws LeaseLostException, EtcdUnavailableException {
        return answer(requestTimeout, call);
    }

    <T> T answer(Duration timeout, Call<T> call) throws LeaseLostException, EtcdUnavailableException {
        calls.add(clock.nanos());
        expire();
        switch (mode) {
            case REFUSING -> throw unavailable(ProblemCode.CONNECTION_REFUSED);
            case SILENT -> clock.advance(timeout);
            case LOSING_ANSWERS -> {
                call.run();
                clock.advance(timeout);
            }
            default -> {
                clock.advance(latency);
                return call.run();
            }
        }
        throw unavailable(ProblemCode.TIMEOUT);
    }

    /** What becomes of a renewal for which nobody waits. */
    interface Answer {

        void renewed(Duration ttl);

        void failed(boolean silent);
    }

    /** Answers a renewal in its time, which need not pass now. */
    void renewWithoutWaiting(long lease, Answer answer) {
        calls.add(clock.nanos());
        expire();
        duringNextRenewal.run();
        boolean arrives = mode == Mode.UP || mode == Mode.LOSING_ANSWERS;
        boolean lost = !leases.containsKey(lease);
        if (arrives && !lost) {
            renew(lease);
        }
        if (mode == Mode.REFUSING || mode == Mode.UP && lost) {
            answer.failed(false);
        } else if (mode == Mode.UP) {
            clock.at(clock.nanos() + latency.toNanos(), () -> answer.renewed(ttl(lease)));
        } else {
            clock.at(clock.nanos() + requestTimeout.toNanos(), () -> answer.failed(true));
        }
    }
}
