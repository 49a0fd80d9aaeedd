package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;

class OpenLibertySecureIT extends SecureEtcdContract {
    OpenLibertySecureIT() {
        super(new OpenLiberty(), Runtimes.libertySample());
    }
}
