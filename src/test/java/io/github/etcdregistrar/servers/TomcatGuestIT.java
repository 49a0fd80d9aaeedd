package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.Tomcat;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Tomcat with Weld", version = "tomcat.version")
class TomcatGuestIT extends GuestContract {
    private int seen;

    TomcatGuestIT() {
        super(new Tomcat(), Runtimes.tomcatWar(), "org.apache.catalina.loader.ParallelWebappClassLoader", 1);
    }

    @Override
    boolean hasRestClient() {
        return false;
    }

    /** The WAR has no REST. Each deployment logs this once. */
    @Override
    boolean hasFailed(String application) {
        int from = seen;
        seen = server.log().length();
        return server.log().indexOf("CONNECTION_REFUSED: ", from) >= 0;
    }
}
