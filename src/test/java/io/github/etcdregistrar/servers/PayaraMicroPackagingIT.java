package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;

class PayaraMicroPackagingIT extends PackagingContract {
    PayaraMicroPackagingIT() {
        super(new PayaraMicro(), Runtimes.payaraSample());
    }
}
