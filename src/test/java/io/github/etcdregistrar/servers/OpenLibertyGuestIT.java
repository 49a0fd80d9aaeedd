package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;

@Runtime(value = "Open Liberty", version = "liberty.version")
class OpenLibertyGuestIT extends GuestContract {
    OpenLibertyGuestIT() {
        // One is kept by a logger. A second one was seen now and then, and gone after a later deployment.
        super(
                OpenLiberty.withMetrics("mpRestClient-3.0"),
                Runtimes.libertySample(),
                "com.ibm.ws.classloading.internal.AppClassLoader",
                2);
    }
}
