package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.EtcdRelay;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One fault and what is promised.
 *
 * @param name what happens, in words for the table
 * @param members how many members etcd has
 * @param promise what is to hold when it is over
 * @param begun whether etcd and the application run, and the key stands, when the script begins
 * @param relay what stands between the application and etcd besides the network
 * @param configuration the application's, names without {@code etcd.registrar.}
 * @param script what happens; when it ends the fault is over
 */
record FaultCase(
        String name,
        int members,
        Promise promise,
        boolean begun,
        Optional<EtcdRelay.Kind> relay,
        Map<String, String> configuration,
        Consumer<Scene> script) {

    /** A fault that befalls a registered application. */
    static FaultCase of(String name, int members, Promise promise, Consumer<Scene> script) {
        return new FaultCase(
                name + (members > 1 ? ", of three members" : ""),
                members,
                promise,
                true,
                Optional.empty(),
                Crowd.configuration(),
                script);
    }

    /** The same, before anything was started. */
    FaultCase fromTheBeginning() {
        return new FaultCase(name, members, promise, false, relay, configuration, script);
    }

    /** The same of an application that registers one key only. */
    FaultCase alone() {
        return new FaultCase(name, members, promise, begun, relay, Map.of(), script);
    }

    /** The same through a proxy. */
    FaultCase through(EtcdRelay.Kind kind) {
        return new FaultCase(
                "through " + kind + ": " + name, members, promise, begun, Optional.of(kind), configuration, script);
    }

    /** Whether the application registers more than the key that is measured. */
    boolean isCrowded() {
        return configuration.containsKey("services");
    }

    FaultCase with(String property, String value) {
        Map<String, String> more = new HashMap<>(configuration);
        more.put(property, value);
        return new FaultCase(name, members, promise, begun, relay, more, script);
    }

    /** Plays the case with a registrar and tells what came of it. */
    Outcome play(Candidate candidate) {
        try (Scene scene = new Scene(this, candidate)) {
            if (begun) {
                scene.begin();
            }
            script.accept(scene);
            return promise.check(scene);
        }
    }
}
