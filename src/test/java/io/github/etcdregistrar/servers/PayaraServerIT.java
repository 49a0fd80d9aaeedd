package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;

class PayaraServerIT extends ServerContract {
    PayaraServerIT() {
        super(new PayaraServer(), Runtimes.payaraSample());
    }
}
