package io.github.etcdregistrar.testing.servers;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Payara Micro, started as the sample's is; applications come and go through an agent ({@link MicroAgent}). */
public final class PayaraMicro extends AppServer {
    private final Map<String, Path> wars = new LinkedHashMap<>();
    private final Path agent = MicroAgent.jar(directory().resolve("agent.jar"));
    private final List<String> options;

    /** One with more options of the command line. */
    public PayaraMicro(String... options) {
        this.options = List.of(options);
    }

    @Override
    ProcessBuilder launcher() {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(jvmOptions());
        command.add("-Djava.util.logging.manager=" + LastWords.class.getName());
        command.addAll(
                List.of("-javaagent:" + agent, "-jar", Runtimes.payaraMicro().toString()));
        command.addAll(List.of("--prebootcommandfile", Runtimes.payaraPreboot().toString()));
        command.addAll(List.of("--rootdir", directory().resolve("root").toString()));
        command.addAll(List.of("--port", Integer.toString(port())));
        command.addAll(List.of("--nocluster", "--nohostaware", "--disablephonehome"));
        command.addAll(options);
        wars.values().forEach(war -> command.addAll(List.of("--deploy", war.toString())));
        return new ProcessBuilder(command);
    }

    @Override
    boolean hasStarted(String log) {
        return log.contains(" ready in ");
    }

    @Override
    void checkStarted(String log) {
        // It says that it is ready all the same.
        if (log.contains("Exception while deploying the app")) {
            throw new DeploymentFailedException(log);
        }
    }

    @Override
    List<String> applications() {
        return List.copyOf(wars.keySet());
    }

    @Override
    void prepare(String name, Path war) {
        wars.put(name, War.place(war, directory().resolve("wars"), name));
    }

    @Override
    void doDeploy(String name, String contextRoot, Path war) {
        Path copy = War.place(war, directory().resolve("wars"), name);
        long from = serverLog().length();
        if (!tell("deploy", name, "/" + contextRoot, copy.toString())) {
            throw new DeploymentFailedException(serverLog().since(from));
        }
        wars.put(name, copy);
    }

    @Override
    void doRedeploy(String name, Path war) {
        undeploy(name);
        doDeploy(name, name, war);
    }

    @Override
    public void undeploy(String name) {
        tell("undeploy", name);
        wars.remove(name);
    }

    private boolean tell(String... words) {
        long from = serverLog().length();
        process().tell(String.join(" ", words));
        await(this + " has done " + words[0])
                .atMost(DEPLOY)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> says(from, true) || says(from, false));
        return says(from, true);
    }

    private boolean says(long from, boolean success) {
        return serverLog().since(from).contains(MicroAgent.DONE + success);
    }
}
