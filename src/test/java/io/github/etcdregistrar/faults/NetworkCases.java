package io.github.etcdregistrar.faults;

import static io.github.etcdregistrar.faults.Promise.BACK;
import static io.github.etcdregistrar.faults.Promise.KEPT;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The network between the application and etcd fails. */
final class NetworkCases {
    /** Shorter than the TTL minus two seconds. */
    private static final double SHORT = 2.8;

    private NetworkCases() {}

    static List<FaultCase> quick() {
        List<FaultCase> cases = new ArrayList<>();
        for (int members : new int[] {1, 3}) {
            cases.add(againAndAgain("holds everything for 2.8 s", members, FaultProxy::hold));
            cases.add(everywhere("holds everything", members, FaultProxy::hold));
        }
        cases.add(againAndAgain("swallows everything for 2.8 s", 1, FaultProxy::swallow));
        cases.add(everywhere("swallows everything", 1, FaultProxy::swallow));
        cases.add(everywhere("resets every connection", 1, FaultProxy::keepResetting));
        cases.add(everywhere("refuses connections", 1, FaultProxy::refuse));
        cases.add(everywhere("loses etcd's answers", 1, FaultProxy::deafen));
        cases.add(FaultCase.of("connections are reset five times", 1, KEPT, NetworkCases::resetAgainAndAgain));
        cases.add(FaultCase.of("half-open connection: etcd has forgotten it", 1, KEPT, scene -> {
            scene.network(FaultProxy::halfOpen);
        }));
        cases.add(FaultCase.of("NAT state lost: the connection is a black hole", 1, KEPT, scene -> {
            scene.network(FaultProxy::swallow);
            scene.network(FaultProxy::forward);
        }));
        cases.add(inTurn("hold packets for 7 s", FaultProxy::hold));
        cases.add(inTurn("swallow packets for 7 s", FaultProxy::swallow));
        cases.add(FaultCase.of("too many requests for 12 s", 1, BACK, NetworkCases::tooManyRequests));
        return cases;
    }

    private static FaultCase everywhere(String what, int members, Consumer<FaultProxy> fault) {
        return FaultCase.of("the network " + what + " for 15 s", members, BACK, scene -> {
            scene.network(fault);
            scene.lasting(15);
            scene.network(FaultProxy::forward);
        });
    }

    /** Five times, for much depends on how long ago the last renewal was when it begins. */
    private static FaultCase againAndAgain(String what, int members, Consumer<FaultProxy> fault) {
        return FaultCase.of("the network " + what + ", five times", members, KEPT, scene -> {
            for (int i = 0; i < 5; i++) {
                scene.network(fault);
                scene.lasting(SHORT);
                scene.network(FaultProxy::forward);
                scene.lasting(1.6 + 0.3 * i);
            }
        });
    }

    /** One member after the other, for longer than the TTL, so that the one in use is among them wherever that is. */
    private static FaultCase inTurn(String what, Consumer<FaultProxy> fault) {
        return FaultCase.of("the ways to the members " + what + " in turn", 3, KEPT, scene -> {
            for (FaultProxy way : scene.network()) {
                fault.accept(way);
                scene.lasting(7);
                way.forward();
                scene.lasting(1);
            }
        });
    }

    private static void resetAgainAndAgain(Scene scene) {
        for (int i = 0; i < 5; i++) {
            scene.network(FaultProxy::reset);
            scene.lasting(1);
        }
    }

    private static void tooManyRequests(Scene scene) {
        double seconds = 12;
        try (RefusingEtcd refusing = new RefusingEtcd()) {
            scene.network(way -> way.leadTo(refusing.port()));
            scene.lasting(seconds);
            // Two attempts a second at the most, each of which ends with the first request that is refused; as many of
            // the
            // discovery.
            int most = (int) ((ListTruth.WATCHES ? 4 : 2) * seconds) + 1;
            scene.expect(
                    refusing.requests() <= most, "busy: " + refusing.requests() + " requests in " + seconds + " s");
            scene.expect(refusing.requests() > 2, "gave up: " + refusing.requests() + " requests in " + seconds + " s");
        }
        scene.network(way -> way.leadTo(scene.etcd().get(0).port()));
        if (scene.app().isOurs()) {
            int lines = scene.app().logged("too many requests");
            // In those that say that a service was lost, and perhaps in the one that it began with.
            scene.expect(lines >= 1 && lines <= Crowd.SIZE + 1, "log lines that say so: " + lines);
        }
    }
}
