package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.testing.LogRecorder;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often something is said. */
class ServiceStateTest {

    private static final Problem REFUSED = new Problem(ProblemCode.CONNECTION_REFUSED, "etcd at http://a: refused");

    private final FakeClock clock = new FakeClock();
    private final EventPublisher publisher = new EventPublisher(RegistrationListener.NONE);
    private final ServiceState serviceState = new ServiceState("a", clock.timeAndRandom(), publisher);
    private final LogRecorder log = new LogRecorder("io.github.etcdregistrar", Level.INFO);

    @AfterEach
    void stop() {
        log.close();
    }

    private void fail(Duration duration, Problem... problems) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            for (Problem problem : problems) {
                serviceState.problem(problem, null);
            }
            clock.advance(Duration.ofSeconds(1));
            serviceState.remind();
        }
    }

    @Test
    void aProblemIsSaidOnceAndThenRemindedOfAtGrowingDistances() {
        serviceState.change(State.REGISTERING, "Registering");
        fail(Duration.ofSeconds(59), REFUSED);
        assertThat(log.messages()).containsExactly("REGISTERING: " + REFUSED + ". Retrying until it succeeds.");

        fail(Duration.ofMinutes(16), REFUSED);
        assertThat(log.messages().stream().skip(1).toList())
                .isEqualTo(List.of(60, 120, 240, 480, 960).stream()
                        .map(seconds -> "Still REGISTERING after " + seconds + " s. " + REFUSED)
                        .toList());

        fail(Duration.ofHours(24), REFUSED);
        assertThat(log.messages()).hasSizeBetween(26, 34);
    }

    @Test
    void itIsSaidWhenItIsWellAgainAndHowLongItTook() {
        serviceState.change(State.REGISTERING, "Registering");
        fail(Duration.ofSeconds(70), REFUSED);
        serviceState.change(State.REGISTERED, "Registered /a");
        assertThat(serviceState.status().problem()).isEmpty();
        serviceState.clearProblem();

        assertThat(log.messages()).last().isEqualTo("Registered /a, 70 s after the first attempt");
        clock.advance(Duration.ofHours(1));
        serviceState.remind();
        assertThat(log.messages()).hasSize(3);
    }

    @Test
    void anotherProblemIsSaidButNotEachTimeThatItAlternates() {
        Problem timeout = new Problem(ProblemCode.TIMEOUT, "etcd at http://b: no answer within 1000 ms");
        serviceState.change(State.REGISTERING, "Registering");
        fail(Duration.ofSeconds(50), REFUSED, timeout);
        assertThat(log.messages()).hasSize(2);
    }

    @Test
    void membersThatFailInTheSameWayAreOneLine() {
        Problem other = new Problem(ProblemCode.CONNECTION_REFUSED, "etcd at http://b: refused");
        Problem file = new Problem(ProblemCode.TLS_SETTINGS, "a.pem is not there");
        Problem otherFile = new Problem(ProblemCode.TLS_SETTINGS, "b.pem is not there");
        serviceState.change(State.REGISTERING, "Registering");
        fail(Duration.ofSeconds(50), REFUSED, other, file, otherFile);
        assertThat(log.messages()).hasSize(3);
    }

    @Test
    void aBlipThatTheLeaseOutlastsIsNotWorthALine() {
        serviceState.change(State.REGISTERING, "Registering");
        Lease lease = new Lease(1);
        lease.renewed(clock.nanos(), Duration.ofHours(1));
        serviceState.lease(lease);
        serviceState.change(State.REGISTERED, "Registered");
        fail(Duration.ofMinutes(59), REFUSED);
        assertThat(log.messages()).hasSize(1);
        assertThat(serviceState.status().problem()).hasValue(REFUSED);
    }

    @Test
    void aDeregistrationThatSucceedsLateIsSaid() {
        serviceState.change(State.REGISTERING, "Registering");
        serviceState.change(State.OFF, "Could not deregister");
        fail(Duration.ofSeconds(5), REFUSED);
        serviceState.logLateDeregistration();
        serviceState.clearProblem();
        assertThat(log.messages()).last().isEqualTo("Deregistered, 5 s late");
    }

    @Test
    void whatIsOverIsNotInTheNextStatus() {
        serviceState.change(State.REGISTERING, "Registering");
        serviceState.problem(REFUSED, null);
        serviceState.conflict(new Entry("/a", "", 1, 2, 3), new Problem(ProblemCode.KEY_HELD, "held"));
        serviceState.change(State.FAILED, "Given up");
        assertThat(serviceState.status().problem()).hasValue(new Problem(ProblemCode.KEY_HELD, "held"));

        serviceState.change(State.REGISTERING, "Registering");
        serviceState.change(State.REGISTERED, "Registered");
        serviceState.problem(REFUSED, null);
        serviceState.change(State.LOST, "It was deleted");
        assertThat(serviceState.status().problem()).isEmpty();
        serviceState.problem(REFUSED, null);
        assertThat(log.messages()).last().asString().startsWith("LOST: " + REFUSED);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"REGISTERED", "LOST", "CONFLICT", "FAILED"})
    void whatAStepStillFindsOutIsNoNewsOfWhatHasBeenTakenOut(State found) {
        serviceState.change(State.REGISTERING, "Registering");
        serviceState.change(State.PAUSED, "Deregistered");
        serviceState.change(found, "Found out too late");
        assertThat(serviceState.state()).isEqualTo(State.PAUSED);
        assertThat(log.messages()).noneMatch(line -> line.startsWith("Found out too late"));
    }

    @Test
    void textOfAnyOriginStaysOnOneLineOfSomeLength() {
        Problem problem = new Problem(ProblemCode.ETCD_ERROR, "a\nb\r\tc\u0085d\u2028e" + "x".repeat(5000));
        assertThat(problem.message()).startsWith("a b c d ex").hasSizeLessThan(1100);
    }
}
