package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;
import org.junit.jupiter.api.Tag;

@Tag("portability")
@Runtime(value = "Payara Micro", version = "payara.version")
class PayaraMicroGuestIT extends GuestContract {
    PayaraMicroGuestIT() {
        super(new PayaraMicro(), Runtimes.payaraSample(), "org.glassfish.web.loader.WebappClassLoader", 1);
    }
}
