package io.github.etcdregistrar.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A JVM seen from outside, with {@code jcmd}.
 *
 * @param pid its process id
 */
public record Jvm(long pid) {
    private static final int COLLECTIONS = 4;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern THREAD = Pattern.compile("(?m)^\"(.+?)\" #");

    /** Collects garbage, finalizers and what they release included. */
    public void collect() {
        for (int i = 0; i < COLLECTIONS; i++) {
            jcmd("GC.run");
            jcmd("GC.run_finalization");
        }
    }

    /** How many class loaders of a type are alive. */
    public long classLoaders(String type) {
        return jcmd("VM.classloader_stats")
                .lines()
                .filter(line -> line.endsWith(type))
                .count();
    }

    /** The names of its Java threads. */
    public List<String> threads() {
        return THREAD.matcher(jcmd("Thread.print"))
                .results()
                .map(thread -> thread.group(1))
                .toList();
    }

    /** How much of the heap is used; after {@link #collect()} that is what lives. */
    public long usedHeapBytes() {
        String heap = jcmd("GC.heap_info");
        // A line for each generation, where there are several; what follows is no heap.
        return USED.matcher(heap.substring(0, heap.indexOf("Metaspace")))
                .results()
                .mapToLong(used -> Long.parseLong(used.group(1)) * 1024)
                .sum();
    }

    private String jcmd(String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
