package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;

@Runtime(value = "Payara Server", version = "payara.version")
class PayaraServerPackagingIT extends EarLibrariesContract {
    PayaraServerPackagingIT() {
        super(new PayaraServer(), Runtimes.payaraSample());
    }
}
