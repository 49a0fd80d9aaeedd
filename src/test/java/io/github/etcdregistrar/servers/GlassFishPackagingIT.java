package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Jdk;
import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "GlassFish", java = 25, version = "glassfish.version")
class GlassFishPackagingIT extends EarContract {
    GlassFishPackagingIT() {
        super(new PayaraServer(Runtimes.glassFish()).on(Jdk.newest(25)), Runtimes.payaraSample());
    }

    /** No test here: it refuses the same jar with beans in two WARs (WELD-000163), whoever's that is. */
    @Override
    void twoWarsInAnEarEachByItsOwnConfiguration() {}
}
