package io.github.etcdregistrar.faults;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All cases, in the order of the table. */
final class FaultCases {
    /** {@code -Dfaults.only=regex} plays those whose name contains a match. */
    private static final Pattern ONLY = Pattern.compile(System.getProperty("faults.only", ""));

    private static final int RANDOM_SECONDS = Integer.getInteger("faults.random", 45);

    private FaultCases() {}

    static List<FaultCase> quick() {
        return select(Stream.of(
                RandomPlan.cases(RANDOM_SECONDS),
                OutageCases.quick(),
                NetworkCases.quick(),
                HandCases.quick(),
                RelayCases.quick(),
                StopCases.quick()));
    }

    /** Those that take minutes each. */
    static List<FaultCase> lasting() {
        return select(Stream.of(RandomPlan.cases(RANDOM_SECONDS), OutageCases.lasting()));
    }

    private static List<FaultCase> select(Stream<List<FaultCase>> lists) {
        return lists.flatMap(List::stream)
                .filter(fault -> ONLY.matcher(fault.name()).find())
                .toList();
    }
}
