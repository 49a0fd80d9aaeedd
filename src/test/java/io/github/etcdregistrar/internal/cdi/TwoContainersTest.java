package io.github.etcdregistrar.internal.cdi;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.etcdregistrar.internal.application.RegistrarBean;
import io.github.etcdregistrar.testing.LogRecorder;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Two CDI containers with one class loader, as Payara 6 has them for an EAR with two WARs and the jar in its {@code lib}. */
class TwoContainersTest {

    @Test
    void theSecondOfTheSameNameWarns() {
        assertThat(warningsOfBoth(named("orders"), named("orders")))
                .singleElement(as(STRING))
                .contains(" register orders, ");
    }

    @Test
    void anotherNameDoesNot() {
        assertThat(warningsOfBoth(named("orders"), named("stock"))).isEmpty();
    }

    @Test
    void norTwoThatAreDisabled() {
        assertThat(warningsOfBoth(Map.of("enabled", "false"), Map.of("enabled", "false")))
                .isEmpty();
    }

    @Test
    void norOneAfterTheOther() {
        try (LogRecorder log = recorder()) {
            Application.start(named("orders")).close();
            Application.start(named("orders")).close();
            assertThat(warnings(log)).isEmpty();
        }
    }

    private static List<String> warningsOfBoth(Map<String, String> one, Map<String, String> other) {
        try (LogRecorder log = recorder();
                Application first = Application.start(one);
                Application second = Application.start(other)) {
            assertThat(first.registrar()).isNotSameAs(second.registrar());
            return warnings(log);
        }
    }

    private static Map<String, String> named(String name) {
        return Map.of("endpoints", "http://127.0.0.1:1", "name", name);
    }

    private static LogRecorder recorder() {
        return new LogRecorder(RegistrarBean.class.getName(), Level.WARNING);
    }

    private static List<String> warnings(LogRecorder log) {
        return log.messages().stream()
                .filter(message -> message.startsWith("Two WARs"))
                .toList();
    }
}
