package io.github.etcdregistrar.testing.servers;

import java.util.ArrayList;
import java.util.List;

/** An application of Helidon MP. */
public final class HelidonApplication extends OwnServerApplication {

    @Override
    ProcessBuilder launcher() {
        List<String> command = new ArrayList<>(jvmOptions());
        command.add(0, java());
        command.add("-Dserver.port=" + port());
        command.add("-cp");
        command.add(Runtimes.helidon() + "/*");
        command.add("io.helidon.microprofile.cdi.Main");
        return new ProcessBuilder(command);
    }

    @Override
    boolean hasStarted(String log) {
        return log.contains("Server started on");
    }
}
