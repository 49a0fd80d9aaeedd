package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;

class PayaraMicroSecureIT extends SecureEtcdContract {
    PayaraMicroSecureIT() {
        super(new PayaraMicro(), Runtimes.payaraSample());
    }
}
