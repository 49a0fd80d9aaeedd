package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;

@Runtime(value = "Payara Server", version = "payara.version")
class PayaraServerGuestIT extends GuestContract {
    PayaraServerGuestIT() {
        super(new PayaraServer(), Runtimes.payaraSample(), "org.glassfish.web.loader.WebappClassLoader", 1);
    }
}
