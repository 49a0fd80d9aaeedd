package io.github.etcdregistrar.testing.servers;

import java.util.ArrayList;
import java.util.List;

/** An application of Quarkus. */
public final class QuarkusApplication extends OwnServerApplication {

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
}
