package io.github.etcdregistrar.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A server that deploys what it finds in a folder. */
abstract class DroppedWars extends AppServer {

    abstract Path folder();

    /** Waits until the server says, in what it has logged from there on, that a WAR is deployed or has failed. */
    abstract void awaitDeployed(String name, long from);

    /** Waits until the server says, in what it has logged from there on, that a WAR is gone. */
    abstract void awaitUndeployed(String name, long from);

    @Override
    final List<String> applications() {
        try (Stream<Path> wars = Files.list(folder())) {
            return wars.map(war -> war.getFileName().toString())
                    .filter(war -> war.endsWith(".war"))
                    .map(war -> war.replaceFirst("\\.war$", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    final void prepare(String name, Path war) {
        War.place(war, folder(), name);
    }

    @Override
    final void doDeploy(String name, String contextRoot, Path war) {
        if (!contextRoot.equals(name)) {
            throw new UnsupportedOperationException("A WAR's name is its context root");
        }
        long from = serverLog().length();
        War.place(war, folder(), name);
        awaitDeployed(name, from);
    }

    @Override
    final void doRedeploy(String name, Path war) {
        doDeploy(name, name, war);
    }

    @Override
    public final void undeploy(String name) {
        long from = serverLog().length();
        forget(name);
        awaitUndeployed(name, from);
    }

    @Override
    public final void forget(String name) {
        try {
            Files.deleteIfExists(folder().resolve(name + ".war"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
