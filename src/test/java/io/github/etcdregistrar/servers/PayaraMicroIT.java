package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;

class PayaraMicroIT extends ServerContract {
    PayaraMicroIT() {
        super(new PayaraMicro(), Runtimes.payaraSample());
    }
}
