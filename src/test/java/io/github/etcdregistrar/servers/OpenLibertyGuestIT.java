package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;

class OpenLibertyGuestIT extends GuestContract {
    OpenLibertyGuestIT() {
        super(new OpenLiberty(), Runtimes.libertySample(), "com.ibm.ws.classloading.internal.AppClassLoader");
    }
}
