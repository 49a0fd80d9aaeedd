package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Jdk;
import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Payara Server", java = 25, version = "payara7.version")
class Payara7GuestIT extends GuestContract {
    Payara7GuestIT() {
        // Two are kept of a WAR without us.
        super(
                new PayaraServer(Runtimes.payara7()).on(Jdk.newest(25)),
                Runtimes.payaraSample(),
                "org.glassfish.web.loader.WebappClassLoader",
                2);
    }
}
