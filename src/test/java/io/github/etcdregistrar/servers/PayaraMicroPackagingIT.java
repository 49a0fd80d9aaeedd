package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;

class PayaraMicroPackagingIT extends PackagingContract {
    PayaraMicroPackagingIT() {
        // With this, the port that it listens at is not the configured one.
        super(new PayaraMicro("--autobindhttp"), Runtimes.payaraSample());
    }
}
