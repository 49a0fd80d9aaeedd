package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import io.github.etcdregistrar.testing.LogRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which lines a console shows that begins at INFO, or at WARNING as Open Liberty's does. */
class LogLevelTest extends RegistrationFixture {

    private final LogRecorder log = new LogRecorder("io.github.etcdregistrar", Level.INFO);

    @AfterEach
    void stop() {
        log.close();
    }

    private List<String> lines() {
        return log.levelsAndMessages().stream()
                .map(line -> line.replaceAll("lease [0-9a-f]+", "lease L").replaceAll("\\d+ s (after|of)", "N s $1"))
                .toList();
    }

    @Test
    void anUneventfulLifeIsTwoLinesAtInfo() {
        run(Duration.ofSeconds(60));
        registration.stop(BUDGET);
        assertThat(lines()).containsExactly("INFO Registered " + KEY + " under lease L", "INFO Deregistered " + KEY);
    }

    @Test
    void theEndOfAnOutageIsAsLoudAsItsBeginning() {
        run(Duration.ofSeconds(1));
        etcd.mode(Mode.REFUSING);
        run(Duration.ofSeconds(30));
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(5));

        assertThat(lines()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(lines().subList(1, lines().size())).allMatch(line -> line.startsWith("WARNING "));
        assertThat(lines().get(1)).contains("Lost the registration");
        assertThat(lines()).last().isEqualTo("WARNING Registered " + KEY + " under lease L, N s after it was lost");
    }

    @Test
    void etcdThatComesUpAfterUsEndsTheWarning() {
        etcd.mode(Mode.REFUSING);
        run(Duration.ofSeconds(30));
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(60));
        assertThat(lines()).hasSize(2).allMatch(line -> line.startsWith("WARNING "));
        assertThat(lines())
                .last()
                .isEqualTo("WARNING Registered " + KEY + " under lease L, N s after the first attempt");

        registration.stop(BUDGET);
        assertThat(lines()).last().isEqualTo("INFO Deregistered " + KEY);
    }

    @Test
    void theEndOfAProblemOfTheKeyAloneIsAsLoudAsItsBeginning() {
        run(Duration.ofSeconds(1));
        etcd.outOfSpace(true);
        registration.pause(BUDGET);
        registration.resume();
        run(Duration.ofSeconds(20));
        etcd.outOfSpace(false);
        run(Duration.ofSeconds(20));
        assertThat(lines()).last().asString().startsWith("WARNING Registered ");
    }

    @Test
    void whoStopsBeforeAnythingWasRegisteredIsNotToldThatItWas() {
        etcd.mode(Mode.REFUSING);
        run(Duration.ofSeconds(23));
        registration.stop(BUDGET);
        assertThat(lines()).last().isEqualTo("WARNING Nothing was registered");
    }

    @Test
    void aKeyThatAnEarlierStartHasLeftBehindIsNoWarning() {
        registration = registration((service, previous, status) -> {}, TTL);
        registration.add(
                "a",
                new EntrySource() {
                    @Override
                    public Map<String, String> entries(long lease) {
                        return Map.of(KEY, "value");
                    }

                    @Override
                    public boolean isLeftBehind(Entry entry) {
                        return entry.value().equals("earlier");
                    }
                },
                ConflictPolicy.WAIT);
        registration.register();
        etcd.grantLease(SOMEBODY, TTL);
        etcd.put(KEY, "earlier", SOMEBODY);
        run(Duration.ofSeconds(10));
        assertThat(lines())
                .containsExactly(
                        "INFO Waiting. KEY_LEFT_BEHIND: " + KEY + " is held by an earlier start of this instance, gone"
                                + " within 7 s. " + ProblemCode.KEY_LEFT_BEHIND.advice(),
                        "INFO Registered " + KEY + " under lease L, after N s of waiting");
    }

    @Test
    void whoStopsWhilePausedIsToldOnlyThat() {
        run(Duration.ofSeconds(1));
        registration.pause(BUDGET);
        registration.stop(BUDGET);
        assertThat(lines())
                .containsExactly(
                        "INFO Registered " + KEY + " under lease L",
                        "INFO Deregistered " + KEY + " (PAUSED)",
                        "INFO Stopped: nothing is registered");
    }
}
