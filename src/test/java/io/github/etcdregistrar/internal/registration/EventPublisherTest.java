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
    private final EventPublisher publisher = new EventPublisher(RegistrationListener.NONE);

    @Test
    void aListenerThatCausesANewEventIsToldOfItAfterwards() {
        publish("first", () -> {
            publish("second", () -> {});
            publisher.publish();
        });
        publisher.publish();
        assertThat(told).containsExactly("first begins", "first ends", "second begins", "second ends");
    }

    @Test
    void whoComesWhileAnotherThreadTellsDoesNotWaitAndNothingIsForgotten() {
        publish("first", () -> CompletableFuture.runAsync(() -> {
                    publish("second", () -> {});
                    publisher.publish();
                })
                .join());
        publisher.publish();
        assertThat(told).containsExactly("first begins", "first ends", "second begins", "second ends");
    }

    @Test
    void aListenerThatThrowsAnythingIsToldTheRestAndWhatComesLater() {
        publish("first", () -> {
            throw new AssertionError("an assert of the listener");
        });
        publish("second", () -> {});
        publisher.publish();
        assertThat(told).containsExactly("first begins", "second begins", "second ends");

        publish("third", () -> {});
        publisher.publish();
        assertThat(told).endsWith("third begins", "third ends");
    }

    private void publish(String name, Runnable deed) {
        Consumer<RegistrationListener> event = listener -> {
            told.add(name + " begins");
            deed.run();
            told.add(name + " ends");
        };
        publisher.enqueue(event);
    }
}
