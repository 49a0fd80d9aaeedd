package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.EtcdRelay;
import io.github.etcdregistrar.testing.EtcdView;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Where one case is played: etcd, a proxy before each member, an application, and what watches it. */
final class Scene implements AutoCloseable {
    static final String PREFIX = "/faults";
    static final String KEY = PREFIX + "/app";
    static final String VALUE = "http://application.example/value";
    static final String BYSTANDER = PREFIX + "/bystander";
    static final Duration TTL = Duration.ofSeconds(5);

    /** How long anything may take that is not measured, on a machine that has much else to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final boolean crowded;
    private final Problems problems = new Problems();
    private final Members etcd;
    private final List<FaultProxy> network;
    private final Optional<EtcdRelay> relay;
    private final App app;
    private final EtcdView view;
    private final Hand hand;
    private final History history;
    private final Observation observation;
    private long stopRevision = Long.MAX_VALUE;
    private long healed;

    /** Sets the scene: etcd as {@link Members#of} gives it, and no application yet. */
    Scene(FaultCase fault, Candidate candidate) {
        crowded = fault.isCrowded() && candidate == Candidate.OURS;
        etcd = Members.of(fault.members());
        network = etcd.all().stream()
                .map(member -> new FaultProxy(EtcdPorts.free(), member.port()))
                .toList();
        relay = fault.relay().map(kind -> new EtcdRelay(kind, network.get(0).port()));
        List<String> endpoints = relay.map(proxy -> List.of(proxy.endpoint()))
                .orElseGet(() -> network.stream().map(FaultProxy::endpoint).toList());
        app = new App(fault.name(), candidate, endpoints, fault.configuration(), problems);
        view = EtcdView.of(etcd.endpoints());
        hand = new Hand(view);
        history = new History(hand, "takeover".equals(fault.configuration().get("on-conflict")));
        observation = new Observation(view, hand, new StatusTruth(view, hand, app), new ListTruth(app));
    }

    /** Starts etcd and the application, and waits until the key stands. */
    void begin() {
        startEtcd();
        app.start();
        Optional<Duration> standing =
                observation.await(Observation.Sight.STANDING, System.nanoTime(), Duration.ofMillis(500), PATIENCE);
        if (standing.isEmpty()) {
            throw new IllegalStateException("The application did not register in the first place: " + app.report());
        }
        expectCrowd();
    }

    /** Starts etcd, with a key in it that is nobody's business. */
    void startEtcd() {
        etcd.start();
        relay.ifPresent(EtcdRelay::start);
        // The view's own connection may have failed a moment ago, and say so once more.
        expectSoon("etcd's answer", this::isAnswered);
        hand.put(BYSTANDER, 0);
    }

    /** How long the fault lasts. */
    void lasting(double seconds) {
        Problems.pause((long) (seconds * 1000));
    }

    /** Does something to the ways to all members. */
    void network(Consumer<FaultProxy> action) {
        network.forEach(action);
    }

    /** The ways to the members, in their order. */
    List<FaultProxy> network() {
        return network;
    }

    /** The proxy process between the application and etcd. */
    EtcdRelay relay() {
        return relay.orElseThrow();
    }

    /** The number of the member that the application is connected with; waits until it is connected. */
    int memberInUse() {
        expectSoon("a connection", () -> network.stream().anyMatch(FaultProxy::isUsed));
        for (int i = 0; i < network.size(); i++) {
            if (network.get(i).isUsed()) {
                return i;
            }
        }
        return 0;
    }

    /** Ends all of etcd and makes it forget everything; it is not started. */
    void wipe() {
        history.read(view);
        hand.done();
        etcd.kill();
        etcd.wipe();
        hand.done();
    }

    /** Etcd forgets its history. */
    void compact() {
        long revision = view.revision();
        history.compacted(view, revision);
        EtcdAdmin.compact(etcd.get(0).endpoint(), revision);
    }

    /** From now on no put is allowed. To be called while etcd answers, before the stop that is to be tried. */
    void allowNoMorePuts() {
        stopRevision = view.revision();
    }

    /** The fault is over: from now on counts what is measured. Without a call, the end of the script is that moment. */
    void healed() {
        healed = System.nanoTime();
    }

    long healedAt() {
        return healed == 0 ? System.nanoTime() : healed;
    }

    /** Everything else that the application registers stands beside the key. */
    void expectCrowd() {
        if (crowded) {
            expectSoon("all keys of all services under one lease", () -> Crowd.isComplete(view.list(PREFIX)));
        }
    }

    /** Nothing of what the application registers is left. */
    void expectNoCrowd() {
        expect(
                view.list(PREFIX).stream().noneMatch(entry -> Crowd.has(entry.key())),
                "keys of other services are left");
    }

    void expect(boolean condition, String problem) {
        problems.expect(condition, problem);
    }

    void expectSoon(String what, BooleanSupplier condition) {
        expectSoon(what, PATIENCE, condition);
    }

    void expectSoon(String what, Duration limit, BooleanSupplier condition) {
        problems.expectSoon(what, limit, condition);
    }

    /** Writes something into the application's log, for a person who looks for the cause of a failure. */
    void note(String text) {
        app.note(text);
    }

    Members etcd() {
        return etcd;
    }

    App app() {
        return app;
    }

    EtcdView view() {
        return view;
    }

    Hand hand() {
        return hand;
    }

    Observation observation() {
        return observation;
    }

    /** The living leases that are not somebody else's. */
    List<Long> livingLeases() {
        return view.leases().stream().filter(lease -> !hand.owns(lease)).toList();
    }

    /** Ends the observation and judges all of it. */
    Outcome outcome(Optional<Duration> back) {
        observation.close();
        history.read(view);
        history.judge(stopRevision, app.isOurs() ? app.started() : Integer.MAX_VALUE);
        List<String> all = new ArrayList<>(problems.all());
        all.addAll(observation.problems());
        all.addAll(history.problems());
        return new Outcome(
                back,
                history.losses(),
                observation.leasesSeen(),
                history.puts(),
                all.stream().distinct().toList());
    }

    @Override
    public void close() {
        observation.close();
        app.close();
        relay.ifPresent(EtcdRelay::close);
        network.forEach(FaultProxy::close);
        view.close();
        etcd.close();
    }

    private boolean isAnswered() {
        try {
            return view.revision() > 0;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }
}
