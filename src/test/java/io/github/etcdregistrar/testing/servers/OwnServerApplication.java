package io.github.etcdregistrar.testing.servers;

import java.nio.file.Path;
import java.util.List;

/** An application that is its own server: nothing else can be deployed in it. Options configure it. */
abstract class OwnServerApplication extends AppServer {

    @Override
    final List<String> applications() {
        return List.of("");
    }

    @Override
    final void prepare(String name, Path war) {
        throw new UnsupportedOperationException();
    }

    @Override
    final void doDeploy(String name, String contextRoot, Path war) {
        throw new UnsupportedOperationException();
    }

    @Override
    final void doRedeploy(String name, Path war) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final void undeploy(String name) {
        throw new UnsupportedOperationException();
    }
}
