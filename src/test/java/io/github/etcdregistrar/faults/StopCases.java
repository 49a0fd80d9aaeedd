package io.github.etcdregistrar.faults;

import static io.github.etcdregistrar.faults.Promise.BACK;
import static io.github.etcdregistrar.faults.Promise.GONE;
import static io.github.etcdregistrar.faults.Promise.REVOKED;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The application stops, at good times and bad ones, or dies. */
final class StopCases {
    /** Longer than the budget. */
    private static final double AWAY = 5;

    private StopCases() {}

    static List<FaultCase> quick() {
        List<FaultCase> cases = new ArrayList<>();
        cases.add(FaultCase.of("application stops", 1, REVOKED, scene -> {
            scene.allowNoMorePuts();
            scene.healed();
            scene.app().stop();
        }));
        cases.add(FaultCase.of("application is killed", 1, GONE, scene -> {
            scene.healed();
            scene.app().process().kill();
        }));
        cases.add(stopWhile(
                "away", scene -> scene.etcd().stop(), scene -> scene.etcd().start()));
        cases.add(stopWhile(
                "frozen", scene -> scene.etcd().freeze(), scene -> scene.etcd().thaw()));
        cases.add(throughNetwork("refusing", FaultProxy::refuse));
        cases.add(throughNetwork("silent", FaultProxy::hold));
        cases.add(FaultCase.of("application stops while etcd has never been there", 1, GONE, scene -> {
                    scene.app().start();
                    scene.lasting(1);
                    scene.app().stop();
                    scene.startEtcd();
                })
                .fromTheBeginning());
        cases.add(FaultCase.of("application stops within its first second, twenty times", 1, REVOKED, scene -> {
                    scene.startEtcd();
                    scene.app().startJvm();
                    cycle(scene, 20);
                })
                .fromTheBeginning());
        cases.add(FaultCase.of("application stops within its first second, silent etcd", 1, GONE, scene -> {
                    scene.startEtcd();
                    scene.app().startJvm();
                    stopInTheMiddleOfACall(scene);
                })
                .fromTheBeginning());
        cases.add(FaultCase.of("many threads register and deregister", 1, REVOKED, StopCases::churn));
        cases.add(FaultCase.of("deregistered and registered again", 1, BACK, StopCases::deregisterAndRegister));
        return cases;
    }

    private static FaultCase throughNetwork(String how, Consumer<FaultProxy> fault) {
        return stopWhile(how, scene -> scene.network(fault), scene -> scene.network(FaultProxy::forward));
    }

    private static FaultCase stopWhile(String how, Consumer<Scene> fault, Consumer<Scene> cure) {
        return FaultCase.of("application stops while etcd is " + how, 1, GONE, scene -> {
            scene.allowNoMorePuts();
            fault.accept(scene);
            scene.app().stop();
            scene.lasting(AWAY);
            cure.accept(scene);
        });
    }

    /** Each time a little later, so that every moment of a first registration has its turn. */
    private static void cycle(Scene scene, int times) {
        for (int i = 0; i < times; i++) {
            scene.app().starts();
            scene.app().expectStopped(Optional.of(scene.app().tell("cycle " + i * 15)));
        }
    }

    private static void stopInTheMiddleOfACall(Scene scene) {
        for (int i = 0; i < 8; i++) {
            scene.app().starts();
            CompletableFuture<String> stopped = scene.app().process().tell("cycle " + i * 50);
            scene.lasting(i * 0.04);
            scene.network(FaultProxy::hold);
            scene.app().expectStopped(Optional.of(stopped.join()));
            scene.network(FaultProxy::forward);
        }
    }

    private static void churn(Scene scene) {
        String ended = scene.app().tell("churn 8");
        scene.expect(ended.equals("done"), ended);
        scene.expect(scene.app().logged("Exception") == 0, "exceptions in the log");
    }

    private static void deregisterAndRegister(Scene scene) {
        scene.app().tell("deregister");
        scene.expect(scene.view().get(Scene.KEY).isEmpty(), "the key is there though deregister has returned");
        scene.healed();
        scene.app().tell("register");
    }
}
