package io.github.etcdregistrar.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A JVM seen from outside, with {@code jcmd}.
 *
 * @param pid its process id
 */
public record Jvm(long pid) {
    private static final int COLLECTIONS = 2;
    private static final double CLOCK_TICKS = 100;
    private static final int CLASSES_COLUMN = 3;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern THREAD = Pattern.compile("(?m)^\"(.+?)\" #");

    /** Collects garbage, finalizers and what they release included. */
    public void collect() {
        for (int i = 0; i < COLLECTIONS; i++) {
            jcmd("GC.run");
            jcmd("GC.run_finalization");
        }
    }

    /** How many class loaders are alive of a type, before which can be a name: {@code "orders.war", com.example.Loader}. */
    public long classLoaders(String type) {
        return jcmd("VM.classloaders", "fold=false")
                .lines()
                .filter(line -> line.endsWith(type))
                .count();
    }

    /** How many classes the class loaders of a type have defined. */
    public long classesOf(String type) {
        return jcmd("VM.classloader_stats")
                .lines()
                .filter(line -> line.endsWith(type))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[CLASSES_COLUMN]))
                .sum();
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
        // A line for each generation, where there are several; what follows, before JDK 25, is no heap.
        return USED.matcher(heap.replaceFirst("(?s)Metaspace.*", ""))
                .results()
                .mapToLong(used -> Long.parseLong(used.group(1)) * 1024)
                .sum();
    }

    /** The processor time that it has used so far. */
    public double cpuSeconds() {
        // After the name of the command, which can contain blanks, there are 11 fields before the two times (proc(5)).
        String[] fields = proc("stat").replaceFirst(".*\\) ", "").split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / CLOCK_TICKS;
    }

    /** How much of its memory is in RAM. */
    public long residentBytes() {
        return proc("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    private String proc(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String jcmd(String... command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            List<String> arguments = new ArrayList<>(List.of(jcmd.toString(), Long.toString(pid)));
            arguments.addAll(List.of(command));
            Process process =
                    new ProcessBuilder(arguments).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
