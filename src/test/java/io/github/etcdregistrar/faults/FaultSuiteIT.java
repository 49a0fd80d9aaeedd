package io.github.etcdregistrar.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every fault of the table of promises, on real processes. */
class FaultSuiteIT {
    private static final FaultTable TABLE = new FaultTable();

    @TestFactory
    Stream<DynamicTest> quick() {
        return FaultSuite.play(FaultCases.quick(), Candidate.OURS, TABLE);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> lasting() {
        return FaultSuite.play(FaultCases.lasting(), Candidate.OURS, TABLE);
    }

    @TestFactory
    @Tag("naive")
    Stream<DynamicTest> naiveRecipe() {
        return FaultSuite.play(all(), Candidate.NAIVE, TABLE);
    }

    @AfterAll
    static void table() {
        TABLE.write(all());
    }

    private static List<FaultCase> all() {
        List<FaultCase> all = new ArrayList<>(FaultCases.quick());
        all.addAll(FaultCases.lasting());
        return all;
    }
}
