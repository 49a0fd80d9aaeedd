package io.github.etcdregistrar.faults;

import static io.github.etcdregistrar.faults.Promise.BACK;
import static io.github.etcdregistrar.faults.Promise.KEPT;

import io.github.etcdregistrar.testing.Etcd;
import java.util.ArrayList;
import java.util.List;

/** Etcd's members stop, are killed, freeze or lose their data. */
final class OutageCases {
    /** Each member can fail in a way of its own, but none is told of twice. */
    private static final int MOST_WARNINGS = 8;

    private OutageCases() {}

    /** Those that a few minutes allow. */
    static List<FaultCase> quick() {
        List<FaultCase> cases = new ArrayList<>();
        cases.add(FaultCase.of("members restart one after the other", 3, KEPT, OutageCases::restartInTurn));
        cases.add(FaultCase.of("the member in use is killed", 3, KEPT, OutageCases::killMemberInUse));
        cases.add(FaultCase.of(
                "the leader is killed", 3, KEPT, scene -> killFor(scene.etcd().leader(), scene)));
        cases.add(FaultCase.of("the leader freezes for 12 s", 3, BACK, OutageCases::freezeLeader));
        cases.add(FaultCase.of("a follower in use freezes for 12 s", 3, KEPT, OutageCases::freezeFollowerInUse));
        for (int members : new int[] {1, 3}) {
            cases.add(outage("2 s", 2, members));
            cases.add(outage("20 s", 20, members));
            cases.add(wiped("2 s", 2, members));
            cases.add(wiped("20 s", 20, members));
        }
        cases.add(FaultCase.of("all of etcd freezes for 3 s", 1, BACK, scene -> freezeAll(scene, 3)));
        cases.add(FaultCase.of("all of etcd freezes for 15 s", 1, BACK, scene -> freezeAll(scene, 15)));
        cases.add(late("10 s", 10));
        cases.add(FaultCase.of("etcd stops for 2 s ten times", 1, BACK, scene -> flap(scene, 10, 2, 2)));
        cases.add(FaultCase.of("etcd flaps 3 s up, 3 s down ten times", 1, BACK, scene -> flap(scene, 10, 3, 3)));
        cases.add(FaultCase.of("etcd without a leader for 12 s", 3, BACK, OutageCases::withoutLeader));
        return cases;
    }

    /** Those that take minutes. */
    static List<FaultCase> lasting() {
        return List.of(
                outage("10 min", 600, 1),
                outage("10 min", 600, 3),
                late("10 min", 600),
                outage("90 s", 90, 1),
                outage("90 s", 90, 3),
                wiped("90 s", 90, 1));
    }

    private static FaultCase outage(String time, int seconds, int members) {
        return FaultCase.of("all of etcd restarts, data kept, down " + time, members, BACK, scene -> {
            scene.etcd().stop();
            scene.lasting(seconds);
            scene.etcd().start();
        });
    }

    private static FaultCase wiped(String time, int seconds, int members) {
        return FaultCase.of("all of etcd restarts, data wiped, down " + time, members, BACK, scene -> {
            scene.wipe();
            scene.lasting(seconds);
            scene.etcd().start();
        });
    }

    private static FaultCase late(String time, int seconds) {
        return FaultCase.of("etcd starts " + time + " after the application", 1, BACK, scene -> {
                    scene.app().start();
                    scene.lasting(seconds);
                    scene.startEtcd();
                })
                .fromTheBeginning();
    }

    private static void restartInTurn(Scene scene) {
        for (Etcd member : scene.etcd().all()) {
            member.stop();
            scene.lasting(1);
            member.restart();
        }
    }

    private static void killMemberInUse(Scene scene) {
        killFor(scene.etcd().get(scene.memberInUse()), scene);
    }

    private static void killFor(Etcd member, Scene scene) {
        member.kill();
        scene.lasting(8);
        member.restart();
    }

    /**
     * When an old leader runs on, it has every lease revoked that it has not seen renewed, though the new one has: etcd
     * before 3.4.28 and 3.5.11 does (etcd#15247). Nobody can keep a key there, and nobody can know before he looks.
     */
    private static void freezeLeader(Scene scene) {
        freeze(scene.etcd().leader(), scene);
        scene.hand().done();
    }

    /** A member that the application is connected with, and that does not lead. */
    private static void freezeFollowerInUse(Scene scene) {
        int leader = scene.etcd().all().indexOf(scene.etcd().leader());
        if (scene.memberInUse() == leader) {
            scene.network().get(leader).refuse();
            scene.expectSoon("another member in use", () -> scene.memberInUse() != leader);
            scene.network().get(leader).forward();
        }
        freeze(scene.etcd().get(scene.memberInUse()), scene);
    }

    private static void freeze(Etcd member, Scene scene) {
        member.freeze();
        scene.lasting(12);
        member.thaw();
        member.awaitReady();
    }

    private static void freezeAll(Scene scene, double seconds) {
        scene.etcd().freeze();
        scene.lasting(seconds);
        scene.etcd().thaw();
        scene.etcd().start();
    }

    private static void flap(Scene scene, int times, double up, double down) {
        for (int i = 0; i < times; i++) {
            scene.etcd().stop();
            scene.lasting(down);
            scene.etcd().launch(); // its own time to start is a part of the time it is up, as it would be
            scene.lasting(up);
        }
        scene.etcd().start();
    }

    private static void withoutLeader(Scene scene) {
        scene.etcd().get(0).kill();
        scene.etcd().get(1).kill();
        scene.lasting(12);
        scene.etcd().start();
        if (scene.app().isOurs()) {
            scene.expect(scene.app().logged("no leader") > 0, "no line says that there is no leader");
            int warnings = scene.app().logged("WARNING");
            scene.expect(warnings <= MOST_WARNINGS, "warnings: " + warnings);
        }
    }
}
