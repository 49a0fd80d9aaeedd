package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.Tomcat;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Tomcat with Weld", version = "tomcat.version")
class TomcatGuestIT extends PlainGuestContract {
    TomcatGuestIT() {
        super(new Tomcat(), Runtimes.tomcatWar(), "org.apache.catalina.loader.ParallelWebappClassLoader", 1);
    }
}
