package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;

class PayaraServerPackagingIT extends EarContract {
    PayaraServerPackagingIT() {
        super(new PayaraServer(), Runtimes.payaraSample());
    }
}
