package io.github.etcdregistrar.internal.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Quarkus: its configuration, in which the port stands that it has opened, also a random one. */
final class QuarkusStrategy implements RuntimeStrategy {

    private final Function<String, Optional<String>> configuration;

    QuarkusStrategy(Function<String, Optional<String>> configuration) {
        this.configuration = configuration;
    }

    static boolean isHere() {
        return ServerRuntime.isClass("io.quarkus.runtime.Application");
    }

    @Override
    public Optional<String> contextRoot(Object event) {
        return isHere() ? configuration.apply("quarkus.http.root-path") : Optional.empty();
    }

    @Override
    public List<HttpListener> listeners(Object event) {
        if (!isHere()) {
            return List.of();
        }
        List<HttpListener> listeners = new ArrayList<>();
        if (!configuration.apply("quarkus.http.insecure-requests").orElse("").equalsIgnoreCase("disabled")) {
            port("quarkus.http.port").ifPresent(port -> listeners.add(new HttpListener(false, port)));
        }
        return listeners;
    }

    /** It opens its port when everything has started. */
    @Override
    public Optional<Boolean> serves(Object event) {
        return isHere() ? Optional.of(true) : Optional.empty();
    }

    private Optional<Integer> port(String property) {
        return ServerRuntime.answer(
                property, () -> configuration.apply(property).map(Integer::valueOf));
    }
}
