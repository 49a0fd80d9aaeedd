package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.Tomcat;
import java.util.Optional;

/** Tomcat with Weld and SmallRye Config. */
class TomcatIT extends PortabilityContract {
    TomcatIT() {
        super(new Tomcat(), Runtimes.tomcatWar());
    }

    @Override
    Optional<String> healthUrl() {
        return Optional.empty();
    }
}
