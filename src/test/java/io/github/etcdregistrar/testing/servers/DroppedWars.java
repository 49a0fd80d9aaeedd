package io.github.etcdregistrar.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A server that deploys what it finds in a folder: WARs, and EARs where it can have them. */
abstract class DroppedWars extends AppServer {

    private final Map<String, Path> placed = new HashMap<>();

    abstract Path folder();

    /** Waits until the server says, in what it has logged from there on, that a file is deployed or has failed. */
    abstract void awaitDeployed(Path archive, long from);

    /** Waits until the server says, in what it has logged from there on, that what was in a file is gone. */
    abstract void awaitUndeployed(Path archive, long from);

    /** Puts a WAR into the folder, whose context root is not its name. */
    abstract Path placeAt(String contextRoot, String name, Path war);

    @Override
    final List<String> applications() {
        try (Stream<Path> wars = Files.list(folder())) {
            return wars.map(war -> war.getFileName().toString())
                    .filter(war -> war.matches(".*\\.[we]ar"))
                    .map(war -> war.replaceFirst("\\.[we]ar$", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    final void prepare(String name, Path war) {
        placed.put(name, War.place(war, folder(), name));
    }

    @Override
    final void doDeploy(String name, String contextRoot, Path war) {
        long from = serverLog().length();
        placed.put(name, contextRoot.equals(name) ? War.place(war, folder(), name) : placeAt(contextRoot, name, war));
        awaitDeployed(placed.get(name), from);
    }

    @Override
    final void doRedeploy(String name, Path war) {
        doDeploy(name, name, war);
    }

    @Override
    public final void undeploy(String name) {
        long from = serverLog().length();
        Path archive = placed.get(name);
        forget(name);
        awaitUndeployed(archive, from);
    }

    @Override
    public final void forget(String name) {
        try {
            Files.deleteIfExists(placed.remove(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
