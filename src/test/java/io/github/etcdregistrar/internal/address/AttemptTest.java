package io.github.etcdregistrar.internal.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.testing.LogRecorder;
import java.io.IOException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class AttemptTest {

    @Test
    void whateverIsThrownIsNoAnswerAndIsNamedWithItsCause() {
        List<Throwable> failures = List.of(
                new IOException("io"),
                new UnsupportedAddressTypeException(),
                new SecurityException("no"),
                new NoClassDefFoundError("a/B"),
                new ServiceConfigurationError("a provider of the JDK's own services"));
        for (Throwable failure : failures) {
            try (LogRecorder log = new LogRecorder(Attempt.class.getName(), Level.FINE)) {
                assertThat(Attempt.at("a route", throwing(failure))).isEmpty();
                assertThat(log.text()).contains("Cannot find a route", failure.toString());
            }
        }
    }

    @Test
    void anAnswerIsGivenAndNullIsNone() {
        assertThat(Attempt.at("a name", () -> "x")).hasValue("x");
        assertThat(Attempt.at("a name", () -> null)).isEmpty();
    }

    @Test
    void aJvmThatIsBrokenIsNotHidden() {
        for (Error failure : List.of(new OutOfMemoryError(), new StackOverflowError())) {
            assertThatThrownBy(() -> Attempt.at("a name", throwing(failure))).isSameAs(failure);
        }
    }

    private static Callable<String> throwing(Throwable failure) {
        return () -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        };
    }
}
