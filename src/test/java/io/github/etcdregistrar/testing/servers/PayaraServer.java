package io.github.etcdregistrar.testing.servers;

import io.github.etcdregistrar.testing.EtcdPorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Payara Server with a domain of its own; applications are deployed as the administration command does it. */
public final class PayaraServer extends AppServer {
    private final int adminPort = EtcdPorts.free();
    private final PayaraDomain domain;
    private final Asadmin asadmin = new Asadmin(adminPort);
    private final Map<String, Path> wars = new LinkedHashMap<>();
    private final List<String> undeployed = new ArrayList<>();

    public PayaraServer() {
        this(Runtimes.payaraServer());
    }

    /** Another version of it, or GlassFish, from which it comes. */
    public PayaraServer(Path installation) {
        domain = PayaraDomain.create(installation, directory().resolve("domains"), port(), adminPort);
    }

    @Override
    ProcessBuilder launcher() {
        List<String> command = domain.command(java());
        command.addAll(1, jvmOptions());
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    }

    @Override
    boolean hasStarted(String log) {
        return log.contains("NCLS-CORE-00017"); // the whole start; HTTP answers earlier
    }

    @Override
    void afterStart() {
        undeployed.forEach(name -> asadmin.deploy(name, name, wars.get(name)));
        undeployed.clear();
    }

    @Override
    List<String> applications() {
        return List.copyOf(wars.keySet());
    }

    @Override
    void prepare(String name, Path war) {
        wars.put(name, War.place(war, directory().resolve("wars"), name));
        undeployed.add(name);
    }

    @Override
    void doDeploy(String name, String contextRoot, Path war) {
        Path copy = War.place(war, directory().resolve("wars"), name);
        asadmin.deploy(name, contextRoot, copy);
        wars.put(name, copy);
    }

    @Override
    void doRedeploy(String name, Path war) {
        doDeploy(name, name, war);
    }

    @Override
    public void undeploy(String name) {
        asadmin.undeploy(name);
        wars.remove(name);
    }
}
