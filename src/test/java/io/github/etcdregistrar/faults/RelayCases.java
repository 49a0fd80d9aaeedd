package io.github.etcdregistrar.faults;

import static io.github.etcdregistrar.faults.Promise.BACK;
import static io.github.etcdregistrar.faults.Promise.KEPT;
import static io.github.etcdregistrar.faults.Promise.REVOKED;

import io.github.etcdregistrar.testing.EtcdRelay;
import io.github.etcdregistrar.testing.EtcdRelay.Kind;
import java.util.ArrayList;
import java.util.List;

/** A proxy stands between the application and etcd. */
final class RelayCases {
    /** Longer than the TTL. */
    private static final double DOWN = 10;
    /** Enough for two idle streams and two GOAWAYs. */
    private static final double A_WHILE = 25;

    private RelayCases() {}

    static List<FaultCase> quick() {
        List<FaultCase> cases = new ArrayList<>();
        for (Kind kind : List.of(Kind.GRPC_PROXY, Kind.GATEWAY)) {
            cases.add(FaultCase.of("key deleted by hand", 1, BACK, scene -> scene.hand()
                            .delete(Scene.KEY))
                    .through(kind));
            cases.add(FaultCase.of("the proxy is killed for 10 s", 1, BACK, scene -> restart(scene, DOWN))
                    .through(kind));
            cases.add(FaultCase.of("etcd is compacted while the proxy restarts", 1, BACK, RelayCases::compact)
                    .through(kind));
            cases.add(FaultCase.of("application stops", 1, REVOKED, scene -> {
                        scene.allowNoMorePuts();
                        scene.healed();
                        scene.app().stop();
                    })
                    .through(kind));
        }
        if (Kind.NGINX.isPossible()) {
            cases.add(FaultCase.of("GOAWAY after 20 requests, idle streams end", 1, KEPT, RelayCases::steady)
                    .through(Kind.NGINX));
        } else {
            System.out.println("Without nginx the case of a proxy for HTTP/2 is left out.");
        }
        return cases;
    }

    private static void restart(Scene scene, double seconds) {
        EtcdRelay proxy = scene.relay();
        proxy.kill();
        scene.lasting(seconds);
        proxy.start();
    }

    private static void compact(Scene scene) {
        scene.relay().kill();
        for (int i = 0; i < 10; i++) {
            scene.hand().put(Scene.BYSTANDER, 0);
        }
        scene.compact();
        scene.relay().start();
    }

    private static void steady(Scene scene) {
        scene.lasting(A_WHILE);
        int warnings = scene.app().logged("WARNING");
        scene.expect(warnings == 0, "warnings: " + warnings);
    }
}
