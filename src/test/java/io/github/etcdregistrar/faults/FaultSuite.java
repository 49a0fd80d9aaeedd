package io.github.etcdregistrar.faults;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Plays cases side by side: each has etcd, proxies and processes of its own, and mostly waits. */
final class FaultSuite {
    /** {@code -Dfaults.parallel=1} for exact figures. */
    private static final int PARALLEL = Integer.getInteger("faults.parallel", 6);

    private FaultSuite() {}

    /** Begins to play all cases; a test for each waits for its outcome, and writes it into the table. */
    static Stream<DynamicTest> play(List<FaultCase> cases, Candidate candidate, FaultTable table) {
        ExecutorService players = Executors.newFixedThreadPool(PARALLEL);
        List<DynamicTest> tests = cases.stream()
                .map(fault -> {
                    CompletableFuture<Outcome> outcome =
                            CompletableFuture.supplyAsync(() -> fault.play(candidate), players);
                    return dynamicTest(fault.name(), () -> conclude(fault, candidate, outcome, table));
                })
                .toList();
        players.shutdown();
        return tests.stream();
    }

    private static void conclude(
            FaultCase fault, Candidate candidate, CompletableFuture<Outcome> playing, FaultTable table) {
        Outcome outcome;
        try {
            outcome = playing.join();
        } catch (CompletionException e) {
            if (candidate == Candidate.OURS) {
                throw e;
            }
            outcome = new Outcome(Optional.empty(), 0, 0, 0, List.of("could not be played: " + e.getCause()));
        }
        table.add(fault, candidate, outcome);
        String text = fault.promise().describe(outcome);
        System.out.printf("%s: %s: %s%n", candidate, fault.name(), text);
        if (candidate == Candidate.OURS && !outcome.problems().isEmpty()) {
            fail(fault.promise() + ", but: " + String.join("; ", outcome.problems()) + " (" + text + ")");
        }
    }
}
