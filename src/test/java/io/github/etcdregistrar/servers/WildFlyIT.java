package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.WildFly;
import java.util.Optional;

@Runtime(value = "WildFly", version = "wildfly.version")
class WildFlyIT extends PortabilityContract {
    WildFlyIT() {
        super(new WildFly(), Runtimes.libertySample());
    }

    @Override
    Optional<String> healthUrl() {
        return Optional.of(((WildFly) server).healthUrl());
    }
}
