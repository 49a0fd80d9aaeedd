package io.github.etcdregistrar.testing.servers;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes copies of a WAR, also such that differ in their configuration, so that two of them can be in one server. */
public final class War {
    /** The path of its configuration. */
    public static final String CONFIGURATION = "WEB-INF/classes/META-INF/microprofile-config.properties";

    private static final String LIBRARIES = "WEB-INF/lib";

    /** What {@link #without} is told to leave the main artifact out. */
    public static final String BUNDLE = LIBRARIES + "/etcd-registrar";

    private War() {}

    /** A copy, in the same folder, whose configuration says what is given instead of, or besides, what it said. */
    public static Path configured(Path war, Map<String, String> properties) {
        return changed(war, content -> configure(content.resolve(CONFIGURATION), properties));
    }

    /** A copy, in the same folder, without what begins with one of the paths given. */
    public static Path without(Path war, String... prefixes) {
        return changed(war, content -> delete(content, List.of(prefixes)));
    }

    /** A copy, in the same folder, with more in it: files by the paths that they get. */
    public static Path with(Path war, Map<String, Path> files) {
        return changed(war, content -> {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                Path target = content.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.copy(file.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    /** A copy, in the same folder, with a class of the tests in it. */
    public static Path with(Path war, Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        return with(
                war, Map.of("WEB-INF/classes/" + file, Runtimes.testClasses().resolve(file)));
    }

    /** A copy, in the same folder, with the thin artifact and all that it depends on instead of the self-contained one. */
    public static Path thin(Path war) {
        return withLibraries(without(war, BUNDLE), Runtimes.thinLibraries());
    }

    /** A copy, in the same folder, with other versions of what our client needs as the application's own libraries. */
    public static Path withOtherVersions(Path war) {
        return withLibraries(war, Runtimes.otherVersions());
    }

    /** A copy, in the same folder, with jetcd's client and all that it depends on. */
    public static Path withJetcd(Path war) {
        return withLibraries(war, Runtimes.jetcd());
    }

    private static Path withLibraries(Path war, List<Path> jars) {
        return with(
                war, jars.stream().collect(Collectors.toMap(jar -> LIBRARIES + "/" + jar.getFileName(), jar -> jar)));
    }

    /** Puts a copy into a folder of a server, under the name that its context root comes from. */
    static Path place(Path war, Path folder, String name) {
        try {
            Path parent = Files.createDirectories(folder).getParent();
            Path copy = Files.copy(war, parent.resolve(name + ".copying"), StandardCopyOption.REPLACE_EXISTING);
            // Moved into its place whole, since the server may be looking.
            return Files.move(copy, folder.resolve(name + suffix(war)), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path changed(Path war, Change change) {
        try {
            Path copy = Files.createTempFile(war.getParent(), "changed-", suffix(war));
            copy.toFile().deleteOnExit();
            Files.copy(war, copy, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem content = FileSystems.newFileSystem(copy)) {
                change.in(content.getPath("/"));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String suffix(Path war) {
        String name = war.getFileName().toString();
        return name.substring(name.lastIndexOf('.'));
    }

    private static void configure(Path file, Map<String, String> properties) throws IOException {
        Properties all = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                all.load(reader);
            }
        }
        all.putAll(properties);
        Files.createDirectories(file.getParent());
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
        }
    }

    private static void delete(Path content, List<String> prefixes) throws IOException {
        try (Stream<Path> tree = Files.walk(content)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                if (prefixes.stream().anyMatch(prefix -> path.toString().startsWith("/" + prefix))) {
                    Files.delete(path);
                }
            }
        }
    }

    private interface Change {
        void in(Path content) throws IOException;
    }
}
