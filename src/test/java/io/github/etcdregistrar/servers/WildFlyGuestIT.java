package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.WildFly;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "WildFly", version = "wildfly.version")
class WildFlyGuestIT extends GuestContract {
    WildFlyGuestIT() {
        super(new WildFly(), Runtimes.wildFlySample(), ".war\", org.jboss.modules.ModuleClassLoader", 1);
    }
}
