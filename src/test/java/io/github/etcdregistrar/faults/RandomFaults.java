package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.Etcd;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The faults that a {@link RandomPlan} draws from. */
final class RandomFaults {
    /** So long that it never ends by itself, and only its owner takes the key away again. */
    private static final long LONG_LEASE = 3600;

    private RandomFaults() {}

    /** A fault that begins and ends. */
    record Fault(String name, Consumer<Scene> begin, Consumer<Scene> end) {}

    /** Something happens to one member, to a majority, or to all. */
    static Fault etcd(SplittableRandom random, int members) {
        int one = random.nextInt(members);
        int other = random.nextInt(members);
        return switch (random.nextInt(8)) {
            case 0 ->
                away("member " + one + " stops", scene -> scene.etcd().get(one).stop());
            case 1 ->
                away(
                        "member " + one + " is killed",
                        scene -> scene.etcd().get(one).kill());
            case 2 ->
                frozen(
                        "member " + one + " freezes",
                        scene -> List.of(scene.etcd().get(one)));
            case 3 -> frozen("all of etcd freezes", scene -> scene.etcd().all());
            case 4 ->
                away("members " + one + " and " + other + " are killed", scene -> {
                    scene.etcd().get(one).kill();
                    scene.etcd().get(other).kill();
                });
            case 5 -> away("all of etcd stops", scene -> scene.etcd().stop());
            case 6 -> away("all of etcd is killed", scene -> scene.etcd().kill());
            default ->
                away("all of etcd is wiped", scene -> {
                    scene.etcd().start(); // or its history could not be read before it goes
                    scene.wipe();
                });
        };
    }

    /** Something happens on the way to a member. */
    static Fault network(SplittableRandom random, int member) {
        return switch (random.nextInt(6)) {
            case 0 -> way("holds packets", member, FaultProxy::hold);
            case 1 -> way("swallows packets", member, FaultProxy::swallow);
            case 2 -> way("loses answers", member, FaultProxy::deafen);
            case 3 -> way("resets connections", member, FaultProxy::keepResetting);
            case 4 -> way("refuses connections", member, FaultProxy::refuse);
            default -> way("leaves connections half-open", member, FaultProxy::halfOpen);
        };
    }

    /** Something happens to the application. */
    static Fault process(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 ->
                new Fault(
                        "the application freezes",
                        scene -> scene.app().process().freeze(),
                        scene -> scene.app().process().thaw());
            case 1 ->
                new Fault("the application is killed", scene -> scene.app().kill(), scene -> scene.app()
                        .start());
            default ->
                new Fault("the application deregisters", scene -> scene.app().tell("deregister"), scene -> scene.app()
                        .tell("register"));
        };
    }

    /** Somebody meddles, if etcd answers him at that moment. */
    static Fault hand(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> meddling("the key is deleted", hand -> hand.delete(Scene.KEY));
            case 1 -> meddling("the key is overwritten", hand -> hand.put(Scene.KEY, 0));
            case 2 -> meddling("the lease is revoked", hand -> hand.revokeLeaseOf(Scene.KEY));
            default -> meddling("the key is taken by another", hand -> hand.put(Scene.KEY, hand.grant(LONG_LEASE)));
        };
    }

    private static Fault away(String name, Consumer<Scene> begin) {
        return new Fault(name, begin, scene -> {
            scene.etcd().launch();
            scene.hand().settle();
        });
    }

    private static Fault frozen(String name, java.util.function.Function<Scene, List<Etcd>> members) {
        return new Fault(name, scene -> members.apply(scene).forEach(Etcd::freeze), scene -> {
            members.apply(scene).forEach(Etcd::thaw);
            // A member that had led revokes leases that it should not; see OutageCases.
            scene.hand().done();
        });
    }

    private static Fault way(String name, int member, Consumer<FaultProxy> fault) {
        return new Fault(
                "the way to member " + member + " " + name,
                scene -> fault.accept(scene.network().get(member)),
                scene -> scene.network().get(member).forward());
    }

    private static Fault meddling(String name, Consumer<Hand> deed) {
        return new Fault(
                name,
                scene -> {
                    try {
                        deed.accept(scene.hand());
                    } catch (StatusRuntimeException e) {
                        scene.hand().unsettle();
                    }
                },
                scene -> scene.hand().undo());
    }
}
