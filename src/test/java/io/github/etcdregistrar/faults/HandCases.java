package io.github.etcdregistrar.faults;

import static io.github.etcdregistrar.faults.Promise.BACK;
import static io.github.etcdregistrar.faults.Promise.GONE;
import static io.github.etcdregistrar.faults.Promise.KEPT;
import static io.github.etcdregistrar.faults.Promise.TAKEN;

import io.github.etcdregistrar.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody else changes etcd, holds the key, or freezes the application's process. */
final class HandCases {
    private static final long LONG_LEASE = 60;
    private static final double TTL_AND_MORE = 7;
    private static final long MOST_OF_AN_HOUR = TimeUnit.MINUTES.toMillis(50);

    private HandCases() {}

    static List<FaultCase> quick() {
        List<FaultCase> cases = new ArrayList<>(List.of(
                FaultCase.of(
                        "key deleted by hand", 1, BACK, scene -> scene.hand().delete(Scene.KEY)),
                FaultCase.of("key overwritten by hand", 1, BACK, scene -> scene.hand()
                        .put(Scene.KEY, 0)),
                FaultCase.of(
                        "lease revoked by hand", 1, BACK, scene -> scene.hand().revokeLeaseOf(Scene.KEY)),
                FaultCase.of(
                        "key deleted by hand", 3, BACK, scene -> scene.hand().delete(Scene.KEY)),
                FaultCase.of(
                        "lease revoked by hand", 3, BACK, scene -> scene.hand().revokeLeaseOf(Scene.KEY)),
                FaultCase.of("process frozen for 2.8 s", 1, KEPT, scene -> freeze(scene, 2.8)),
                FaultCase.of("process frozen for three TTLs", 1, BACK, scene -> freeze(scene, 15)),
                FaultCase.of("out of space when the lease is revoked", 1, BACK, HandCases::outOfSpace),
                FaultCase.of("key held by another, who then leaves (wait)", 1, TAKEN, HandCases::waitForHolder)
                        .fromTheBeginning(),
                FaultCase.of("key held by another (takeover)", 1, BACK, HandCases::takeOver)
                        .with("on-conflict", "takeover")
                        .fromTheBeginning(),
                FaultCase.of("key held by another (fail)", 1, GONE, HandCases::fail)
                        .alone() // of several services the others would stay
                        .with("on-conflict", "fail")
                        .fromTheBeginning()));
        if (WallClock.isPossible()) {
            cases.add(wallClock("back", "-1h"));
            cases.add(wallClock("forward", "+1h"));
        } else {
            System.out.println("Without libfaketime the cases of a wall clock that is set are left out.");
        }
        return cases;
    }

    private static FaultCase wallClock(String where, String wrongBy) {
        return FaultCase.of("wall clock set " + where + " an hour", 1, KEPT, scene -> {
                    WallClock clock = WallClock.create();
                    scene.app().environment(clock.environment());
                    scene.begin();
                    clock.set(wrongBy);
                    scene.lasting(TTL_AND_MORE);
                    if (scene.app().isOurs()) {
                        long wrong = Long.parseLong(scene.app().tell("clock")) - System.currentTimeMillis();
                        scene.expect(Math.abs(wrong) > MOST_OF_AN_HOUR, "the clock was not set");
                    }
                })
                .fromTheBeginning();
    }

    private static void freeze(Scene scene, double seconds) {
        scene.app().process().freeze();
        scene.lasting(seconds);
        scene.healed();
        scene.app().process().thaw();
    }

    private static void outOfSpace(Scene scene) {
        String etcd = scene.etcd().get(0).endpoint();
        EtcdAdmin.outOfSpace(etcd, true);
        scene.hand().revokeLeaseOf(Scene.KEY);
        expectCalm(scene, 8, etcd);
        EtcdAdmin.outOfSpace(etcd, false);
        if (scene.app().isOurs()) {
            // One; or one for each service that notices before etcd has revoked the lease as a whole.
            int lines = scene.app().logged("space exceeded");
            scene.expect(lines >= 1 && lines <= Crowd.SIZE, "log lines that say so: " + lines);
        }
    }

    /** Waits, and expects no more than two attempts a second, of no more than three requests each. */
    private static void expectCalm(Scene scene, double seconds, String etcd) {
        long before = EtcdAdmin.requests(etcd);
        scene.lasting(seconds);
        long requests = EtcdAdmin.requests(etcd) - before;
        scene.expect(requests <= 6 * seconds, "busy: " + requests + " requests in " + seconds + " s");
        scene.expect(requests >= seconds / 2, "gave up: " + requests + " requests in " + seconds + " s");
    }

    private static void waitForHolder(Scene scene) {
        long lease = rival(scene);
        scene.app().start();
        if (scene.app().isOurs()) {
            expectHolderNamed(scene, State.CONFLICT, lease);
        }
        scene.lasting(3);
        expectHeldByRival(scene, lease);
        scene.healed();
        scene.hand().revoke(lease);
    }

    private static void takeOver(Scene scene) {
        rival(scene);
        scene.app().start();
        scene.expectSoon("the taking over", () -> scene.view()
                .get(Scene.KEY)
                .filter(entry -> entry.value().equals(Scene.VALUE))
                .isPresent());
        scene.expectSoon(
                "a line that says so",
                () -> !scene.app().isOurs() || scene.app().logged("Taken over") == 1);
    }

    private static void fail(Scene scene) {
        long lease = rival(scene);
        scene.app().start();
        if (scene.app().isOurs()) {
            expectHolderNamed(scene, State.FAILED, lease);
        }
        scene.lasting(3);
        expectHeldByRival(scene, lease);
        scene.hand().revoke(lease);
    }

    /** Starts etcd, with a key that somebody else has put. */
    private static long rival(Scene scene) {
        scene.startEtcd();
        long lease = scene.hand().grant(LONG_LEASE);
        scene.hand().put(Scene.KEY, lease);
        return lease;
    }

    private static void expectHolderNamed(Scene scene, State state, long lease) {
        String name = Long.toHexString(lease);
        scene.expectSoon(state + " in which status and health name the holder's lease", () -> scene.app()
                .report()
                .filter(report -> report.state() == state && report.holder().contains(name))
                .isPresent());
        scene.expect(scene.app().logged(name) > 0, "no log line names the holder's lease");
    }

    private static void expectHeldByRival(Scene scene, long lease) {
        boolean held = scene.view()
                .get(Scene.KEY)
                .filter(entry -> entry.lease() == lease)
                .isPresent();
        scene.expect(held, "the rival has lost its key");
    }
}
