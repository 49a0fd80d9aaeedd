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
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Makes copies of a WAR, also such that differ in their configuration, so that two of them can be in one server. */
public final class War {
    private static final String CONFIGURATION = "WEB-INF/classes/META-INF/microprofile-config.properties";

    private War() {}

    /** A copy, in the same folder, whose configuration says what is given instead of, or besides, what it said. */
    public static Path configured(Path war, Map<String, String> properties) {
        try {
            Path copy = Files.createTempFile(war.getParent(), "configured-", ".war");
            copy.toFile().deleteOnExit();
            Files.copy(war, copy, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem content = FileSystems.newFileSystem(copy)) {
                configure(content.getPath(CONFIGURATION), properties);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy, in the same folder, without what begins with one of the paths given. */
    public static Path without(Path war, String... prefixes) {
        try {
            Path copy = Files.createTempFile(war.getParent(), "plain-", ".war");
            copy.toFile().deleteOnExit();
            try (ZipFile from = new ZipFile(war.toFile());
                    ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(copy))) {
                for (ZipEntry entry : Collections.list(from.entries())) {
                    if (Stream.of(prefixes).noneMatch(entry.getName()::startsWith)) {
                        to.putNextEntry(new ZipEntry(entry.getName()));
                        from.getInputStream(entry).transferTo(to);
                    }
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a copy into a folder of a server, under the name that its context root comes from. */
    static Path place(Path war, Path folder, String name) {
        try {
            Path parent = Files.createDirectories(folder).getParent();
            Path copy = Files.copy(war, parent.resolve(name + ".copying"), StandardCopyOption.REPLACE_EXISTING);
            // Moved into its place whole, since the server may be looking.
            return Files.move(copy, folder.resolve(name + ".war"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
}
