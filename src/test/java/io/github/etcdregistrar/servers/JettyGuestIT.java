package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Jetty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Jetty (ee10) with Weld", version = "jetty.version")
class JettyGuestIT extends PlainGuestContract {
    JettyGuestIT() {
        super(new Jetty(), Runtimes.tomcatWar(), "org.eclipse.jetty.ee.webapp.WebAppClassLoader", 1);
    }
}
