package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.Tomcat;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "TomEE MicroProfile", version = "tomee.version")
class TomEeGuestIT extends GuestContract {
    TomEeGuestIT() {
        super(
                new Tomcat(Runtimes.tomEe()),
                Runtimes.libertySample(),
                "org.apache.tomee.catalina.TomEEWebappClassLoader",
                1);
    }
}
