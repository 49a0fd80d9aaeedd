package io.github.etcdregistrar.testing.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An application of Quarkus, which is its own server: nothing else can be deployed in it. Options configure it. */
public final class QuarkusApplication extends AppServer {

    @Override
    ProcessBuilder launcher() {
        List<String> command = new ArrayList<>(jvmOptions());
        command.add(0, java());
        command.add("-Dquarkus.http.port=" + port());
        command.add("-jar");
        command.add(Runtimes.quarkusApplication().toString());
        return new ProcessBuilder(command);
    }

    @Override
    boolean hasStarted(String log) {
        return log.contains("Listening on:");
    }

    @Override
    List<String> applications() {
        return List.of("");
    }

    @Override
    void prepare(String name, Path war) {
        throw new UnsupportedOperationException();
    }

    @Override
    void doDeploy(String name, String contextRoot, Path war) {
        throw new UnsupportedOperationException();
    }

    @Override
    void doRedeploy(String name, Path war) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void undeploy(String name) {
        throw new UnsupportedOperationException();
    }
}
