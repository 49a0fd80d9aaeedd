package io.github.etcdregistrar.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wall clock that one process has to itself, made by {@code libfaketime} (Debian: {@code apt-get install
 * libfaketime}). The monotonic clock stays what it is, as it does when a machine's clock is set.
 */
final class WallClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Path CLOCKS = Path.of("target", "faults", "clocks");

    private final Path library;
    private final Path offset;

    private WallClock(Path library) {
        this.library = library;
        try {
            Files.createDirectories(CLOCKS);
            offset = Files.createTempFile(CLOCKS, "clock-", "").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set("+0");
    }

    /** Whether there is a library for it on this machine. */
    static boolean isPossible() {
        return library().isPresent();
    }

    /** A clock that goes right, as yet. */
    static WallClock create() {
        return new WallClock(library().orElseThrow());
    }

    /** Sets the clock, at once, to be wrong by something like {@code -1h} from now on. */
    void set(String wrongBy) {
        try {
            Files.writeString(offset, wrongBy + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes a process go by this clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1",
                // With it, every timed wait of a JVM would end at once.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** {@code -Dfaults.faketime=file}, or where Debian puts it, in the folder of the machine's architecture. */
    private static Optional<Path> library() {
        String configured = System.getProperty("faults.faketime");
        if (configured != null) {
            return Optional.of(Path.of(configured));
        }
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            return folders.map(folder -> folder.resolve("faketime/libfaketime.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // not a Linux
        }
    }
}
