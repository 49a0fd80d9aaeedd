package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The listener is told one thing after the other. */
class EventPublisherTest {

    private final List<String> told = new ArrayList<>();
    private final EventPublisher announcer = new EventPublisher(RegistrationListener.NONE);

    @Test
    void aListenerThatCausesANewEventIsToldOfItAfterwards() {
        tell("first", () -> {
            tell("second", () -> {});
            announcer.tell();
        });
        announcer.tell();
        assertThat(told).containsExactly("first begins", "first ends", "second begins", "second ends");
    }

    @Test
    void whoComesWhileAnotherThreadTellsDoesNotWaitAndNothingIsForgotten() {
        tell("first", () -> CompletableFuture.runAsync(() -> {
                    tell("second", () -> {});
                    announcer.tell();
                })
                .join());
        announcer.tell();
        assertThat(told).containsExactly("first begins", "first ends", "second begins", "second ends");
    }

    @Test
    void aListenerThatThrowsAnythingIsToldTheRestAndWhatComesLater() {
        tell("first", () -> {
            throw new AssertionError("an assert of the listener");
        });
        tell("second", () -> {});
        announcer.tell();
        assertThat(told).containsExactly("first begins", "second begins", "second ends");

        tell("third", () -> {});
        announcer.tell();
        assertThat(told).endsWith("third begins", "third ends");
    }

    private void tell(String name, Runnable deed) {
        Consumer<RegistrationListener> event = listener -> {
            told.add(name + " begins");
            deed.run();
            told.add(name + " ends");
        };
        announcer.later(event);
    }
}
