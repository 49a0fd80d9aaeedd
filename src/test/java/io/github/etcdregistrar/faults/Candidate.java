package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.ClassPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is put through the suite. */
enum Candidate {
    /** Our registrar. */
    OURS {
        @Override
        List<String> command(List<String> endpoints, Map<String, String> configuration) {
            List<String> command = new ArrayList<>(java("-Xmx96m"));
            command.add("-Dfaults.watch=" + ListTruth.WATCHES);
            command.addAll(List.of("-cp", ClassPath.asUsersHaveIt(), FaultHost.class.getName()));
            command.add("endpoints=" + String.join(",", endpoints));
            command.add("prefix=" + Scene.PREFIX);
            command.add("key=" + Scene.KEY);
            command.add("value=" + Scene.VALUE);
            command.add("readiness=true");
            // The later of two counts.
            configuration.forEach((name, value) -> command.add(name + "=" + value));
            return command;
        }
    },
    /** The usual recipe with jetcd's client, for comparison. Its class path is resolved by the build. */
    NAIVE {
        @Override
        List<String> command(List<String> endpoints, Map<String, String> configuration) {
            List<String> command = new ArrayList<>(java("-Xmx256m"));
            command.add("-Dfaults.watch=" + ListTruth.WATCHES);
            command.add("-Dvertx.cacheDirBase=" + Path.of("target", "vertx").toAbsolutePath());
            command.addAll(List.of("-cp", NAIVE_LIBRARIES.resolve("*").toString()));
            command.add(Path.of("src", "test", "naive", "NaiveRecipe.java").toString());
            command.addAll(List.of(String.join(",", endpoints), Scene.KEY, Scene.VALUE, "5"));
            return command;
        }
    };

    private static final Path NAIVE_LIBRARIES = Path.of("target", "naive");

    /** The command that runs an application with this registrar. Both speak {@link FaultHost}'s protocol. */
    abstract List<String> command(List<String> endpoints, Map<String, String> configuration);

    /** What suits many small processes on few processors. */
    private static List<String> java(String memory) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                memory,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.SimpleFormatter.format=%1$tT.%1$tL %4$s %5$s%6$s%n");
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
