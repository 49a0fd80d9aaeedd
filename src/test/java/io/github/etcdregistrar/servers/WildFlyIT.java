package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.WildFly;

@Runtime(value = "WildFly", version = "wildfly.version")
class WildFlyIT extends PortabilityContract implements WithHealth {
    WildFlyIT() {
        super(new WildFly(), Runtimes.libertySample());
    }

    @Override
    public String healthUrl() {
        return ((WildFly) server).healthUrl();
    }
}
