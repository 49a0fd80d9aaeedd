package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;

class OpenLibertyPageIT extends PageContract {
    OpenLibertyPageIT() {
        super(new OpenLiberty(), Runtimes.libertySample());
    }
}
