package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;

class PayaraMicroPageIT extends PageContract {
    PayaraMicroPageIT() {
        super(new PayaraMicro(), Runtimes.payaraSample());
    }
}
