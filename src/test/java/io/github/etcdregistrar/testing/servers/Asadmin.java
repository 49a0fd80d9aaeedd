package io.github.etcdregistrar.testing.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Payara Server's administration, asked over HTTP as its command line does it, without starting a JVM each time. */
record Asadmin(int port) {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Deploys a WAR, or deploys it again in the place of one of the same name. */
    void deploy(String name, String contextRoot, Path war) {
        run(
                "deploy",
                Map.of("DEFAULT", war.toString(), "name", name, "contextroot", "/" + contextRoot, "force", "true"));
    }

    void undeploy(String name) {
        run("undeploy", Map.of("DEFAULT", name));
    }

    private void run(String command, Map<String, String> options) {
        String query = options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("&"));
        String url = "http://127.0.0.1:" + port + "/__asadmin/" + command + "?" + query;
        Http.Answer answer = Http.get(url, TIMEOUT, "X-Requested-By", "tests", "User-Agent", "hk2-agent");
        if (!answer.isOk() || !answer.body().contains("exit-code: SUCCESS")) {
            throw new DeploymentFailedException(command + " " + options + ": " + answer);
        }
    }
}
