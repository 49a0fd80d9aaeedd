package io.github.etcdregistrar.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code target/faults.md}: what came of each fault, ours and the naive recipe side by side. Outcomes of earlier runs
 * are kept beside it, so that the candidates can be run one after the other.
 */
final class FaultTable {
    private static final Path TABLE = Path.of("target", "faults.md");
    private static final Path OUTCOMES = Path.of("target", "faults", "outcomes.tsv");

    private final Map<String, String> cells = new LinkedHashMap<>();

    FaultTable() {
        if (Files.exists(OUTCOMES)) {
            try (Stream<String> lines = Files.lines(OUTCOMES)) {
                lines.map(line -> line.split("\t", 2)).forEach(parts -> cells.put(parts[0], parts[1]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    synchronized void add(FaultCase fault, Candidate candidate, Outcome outcome) {
        String text = fault.promise().describe(outcome);
        if (!outcome.problems().isEmpty()) {
            text += "; **" + String.join("; ", outcome.problems()) + "**";
        }
        cells.put(key(fault, candidate), text);
    }

    /** Writes what is known of the cases. */
    synchronized void write(List<FaultCase> cases) {
        List<String> lines = new ArrayList<>(List.of("| fault | promise | ours | naive recipe |", "|---|---|---|---|"));
        for (FaultCase fault : cases) {
            lines.add("| " + fault.name() + " | " + fault.promise() + " | " + cell(fault, Candidate.OURS) + " | "
                    + cell(fault, Candidate.NAIVE) + " |");
        }
        try {
            Files.createDirectories(OUTCOMES.getParent());
            Files.write(TABLE, lines);
            Files.write(
                    OUTCOMES,
                    cells.entrySet().stream()
                            .map(cell -> cell.getKey() + "\t" + cell.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String cell(FaultCase fault, Candidate candidate) {
        return cells.getOrDefault(key(fault, candidate), "");
    }

    private static String key(FaultCase fault, Candidate candidate) {
        return candidate + " " + fault.name();
    }
}
