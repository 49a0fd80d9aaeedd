package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;

class OpenLibertyIT extends ServerContract {
    OpenLibertyIT() {
        super(OpenLiberty.withMetrics(), Runtimes.libertySample());
    }
}
