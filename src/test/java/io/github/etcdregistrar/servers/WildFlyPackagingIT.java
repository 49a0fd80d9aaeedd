package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.WildFly;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "WildFly", version = "wildfly.version")
class WildFlyPackagingIT extends EarLibrariesContract {
    WildFlyPackagingIT() {
        super(new WildFly(), Runtimes.wildFlySample());
    }

    /** No test here: the libraries of an EAR see none of its WARs, and so not their configuration. */
    @Override
    void theBundleInTheLibrariesOfAnEarByTheConfigurationOfItsWar() {}
}
