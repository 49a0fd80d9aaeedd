package io.github.etcdregistrar.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written of the metrics and what they are is the same. */
class MeasureTest {

    @Test
    void thePageHasEveryMetricWithItsUnitAndNoOther() throws IOException {
        List<String> documented = Pattern.compile(
                        "(?m)^\\| `(etcd\\.registrar\\.[a-z.]+)` \\| [a-z]+ \\| `([^`]+)` \\|")
                .matcher(Files.readString(Path.of("docs/health-and-metrics.md")))
                .results()
                .map(row -> row.group(1) + " in " + row.group(2))
                .toList();
        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(Measure.values())
                        .map(measure -> measure.id() + " in " + measure.unit())
                        .toList());
    }
}
