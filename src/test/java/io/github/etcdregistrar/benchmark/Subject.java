package io.github.etcdregistrar.benchmark;

import io.github.etcdregistrar.faults.FaultHost;
import io.github.etcdregistrar.testing.AtExit;
import io.github.etcdregistrar.testing.ClassPath;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Runtimes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process that is measured, with an etcd of its own. */
abstract class Subject implements AutoCloseable {
    private static final Path RECIPE_LIBRARIES = Path.of("target", "naive");

    final String name;
    final Etcd etcd;

    private Subject(String name) {
        this.name = name;
        this.etcd = Etcd.start();
    }

    /** Starts it, and returns its process id once it has started. */
    abstract long start() throws IOException;

    @Override
    public void close() {
        etcd.close();
    }

    static Subject of(AppServer server, Variant variant) {
        return new Subject(server + ", " + variant) {
            @Override
            long start() {
                server.deploy("measured", variant.war(server, etcd.endpoint()));
                server.start();
                return server.pid();
            }

            @Override
            public void close() {
                server.close();
                super.close();
            }
        };
    }

    /** Processes without a server: CDI, our jar and a configuration, and the usual jetcd recipe where the build has it. */
    static List<Subject> processes() {
        List<Subject> processes = new ArrayList<>();
        processes.add(ours("process, enabled=false", Optional.empty(), "enabled=false"));
        processes.add(registered());
        processes.add(ours("process, bundle, etcd away", Optional.of(Variant.NOBODY)));
        if (RECIPE_LIBRARIES.toFile().isDirectory()) {
            processes.add(new JavaProcess("process, the usual jetcd recipe") {
                @Override
                List<String> arguments() {
                    return List.of(
                            "-cp",
                            RECIPE_LIBRARIES.resolve("*").toString(),
                            Path.of("src", "test", "naive", "NaiveRecipe.java").toString(),
                            etcd.endpoint(),
                            "/measured",
                            "value",
                            "5");
                }
            });
        }
        return processes;
    }

    /** A process that registers. */
    static Subject registered() {
        return ours("process, bundle", Optional.empty());
    }

    private static Subject ours(String name, Optional<String> endpoint, String... more) {
        return new JavaProcess(name) {
            @Override
            List<String> arguments() {
                // The bundle as users get it, instead of the classes that it is made of.
                String classPath = ClassPath.asUsersHaveIt()
                        .replace(
                                Path.of("target", "classes").toAbsolutePath().toString(),
                                Runtimes.bundle().toString());
                List<String> arguments = new ArrayList<>(List.of("-cp", classPath, FaultHost.class.getName()));
                arguments.add("endpoints=" + endpoint.orElse(etcd.endpoint()));
                arguments.addAll(List.of(more));
                return arguments;
            }
        };
    }

    /** A JVM that speaks {@link FaultHost}'s protocol. */
    private abstract static class JavaProcess extends Subject {
        private Process process;
        private final Runnable atExit = this::end;

        JavaProcess(String name) {
            super(name);
        }

        abstract List<String> arguments();

        @Override
        long start() throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-Xmx256m");
            command.addAll(arguments());
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            AtExit.add(atExit);
            new PrintStream(process.getOutputStream(), true).println("1 start");
            process.inputReader().readLine();
            return process.pid();
        }

        private void end() {
            process.destroyForcibly();
        }

        @Override
        public void close() {
            end();
            AtExit.remove(atExit);
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.close();
        }
    }
}
