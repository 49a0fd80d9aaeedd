package io.github.etcdregistrar.internal.tls;

import java.io.FileNotFoundException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds the files that properties name: by a path, or by a {@code file:} URI. */
final class NamedFile {

    private static final String SCHEME = "file:";

    private NamedFile() {}

    /**
     * The file of a name.
     *
     * @throws FileNotFoundException if there is none; the message does not repeat the name, which can be a key by mistake
     */
    static Path find(String name) throws FileNotFoundException {
        if (!exists(name)) {
            throw new FileNotFoundException("there is no such file");
        }
        return path(name);
    }

    /** Whether there is a file of that name. */
    static boolean exists(String name) {
        try {
            return Files.exists(path(name));
        } catch (IllegalArgumentException e) {
            return false; // no name at all
        }
    }

    /**
     * {@code file:/a}, {@code file:///a} and {@code file://localhost/a} all name {@code /a}.
     *
     * @throws InvalidPathException or another IllegalArgumentException if it is no name of a file
     */
    private static Path path(String name) {
        if (!name.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Path.of(name);
        }
        String path = name.substring(SCHEME.length()).replaceFirst("^//(localhost)?(?=/)", "");
        return path.startsWith("/") && path.contains("%") ? Path.of(URI.create(SCHEME + path)) : Path.of(path);
    }
}
