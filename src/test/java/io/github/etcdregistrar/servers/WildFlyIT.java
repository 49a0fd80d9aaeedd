package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.WildFly;
import java.util.Optional;

class WildFlyIT extends PortabilityContract {
    WildFlyIT() {
        super(new WildFly(), Runtimes.libertySample());
    }

    @Override
    Optional<String> healthUrl() {
        return Optional.of(((WildFly) server).healthUrl());
    }
}
