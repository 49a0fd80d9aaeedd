package io.github.etcdregistrar.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of a case.
 *
 * @param back how long after the healing the key stood for good, or was gone for good; nothing if it never was
 * @param losses how often the key went away
 * @param leases how many leases the application has ever had
 * @param puts how often it has put its key
 * @param problems what should not have happened, one sentence each
 */
record Outcome(Optional<Duration> back, int losses, int leases, int puts, List<String> problems) {
    Outcome {
        problems = List.copyOf(problems);
    }

    /** The same, with one problem more if the condition does not hold. */
    Outcome expect(boolean condition, String problem) {
        if (condition) {
            return this;
        }
        List<String> more = new ArrayList<>(problems);
        more.add(problem);
        return new Outcome(back, losses, leases, puts, more);
    }
}
