package io.github.etcdregistrar.testing.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a server has written to its standard output. It stays after the test, for a person to read. */
record ServerLog(Path file) {
    long length() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was written since the log had that length. */
    String since(long length) {
        if (length() <= length) {
            return "";
        }
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            content.seek(length);
            byte[] bytes = new byte[Math.toIntExact(content.length() - length)];
            content.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
