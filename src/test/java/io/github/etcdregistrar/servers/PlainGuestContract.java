package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.AppServer;
import java.nio.file.Path;

/** {@link GuestContract The same} for a WAR that has no REST. */
abstract class PlainGuestContract extends GuestContract {
    private int seen;

    PlainGuestContract(AppServer server, Path sample, String webClassLoader, int kept) {
        super(server, sample, webClassLoader, kept);
    }

    @Override
    boolean hasRestClient() {
        return false;
    }

    /** Each deployment logs this once. */
    @Override
    boolean hasFailed(String application) {
        int from = seen;
        seen = server.log().length();
        return server.log().indexOf("CONNECTION_REFUSED: ", from) >= 0;
    }
}
