package io.github.etcdregistrar.servers;

import java.util.List;

/** What a server complains of that has to do with us. */
final class Complaints {

    private Complaints() {}

    /** Lines of warnings and errors that name us, and of tasks that were aborted, but for those that we expect. */
    static List<String> in(String log) {
        // Payara and GlassFish begin a new line for the message.
        return log.replaceAll("\\|\n", "|")
                .lines()
                .filter(line -> line.matches(".*\\b(WARN(ING)?|ERROR|SEVERE)\\b.*"))
                .filter(line -> line.contains("etcd-registrar")
                        || line.contains("etcdregistrar")
                        || line.matches(".*Module .* is disabled.*"))
                // It listens at the loopback only, of which we warn ourselves.
                .filter(line -> !line.contains("Nobody else can reach"))
                // GlassFish takes the interface of each Rest Client for a resource.
                .filter(line -> !line.contains("servers.apps.HelloClient cannot be instantiated"))
                .toList();
    }
}
