package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Instance;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.LogRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person is appliedVerdict who asks why it is not registered: the same in the log, the status and the health checks. */
class DiagnosisTest {

    private final Etcd etcd = Etcd.stopped(EtcdPorts.free());
    private LogRecorder log;

    @BeforeEach
    void record() {
        log = new LogRecorder("io.github.etcdregistrar", Level.INFO);
    }

    @AfterEach
    void stop() {
        log.close();
        etcd.close();
    }

    @Test
    void oneLineSaysAtTheStartWhatIsSetAndWhere() {
        try (Application application = start(Map.of("name", "orders", "user", "u", "password", "s3cret"))) {
            assertThat(application.registrar().status().state()).isNotEqualTo(State.STOPPED);
            assertThat(log.messages())
                    .filteredOn(line -> line.startsWith("Registers orders at /services/{app}/{ip}/{pid} in "
                            + etcd.endpoint() + " with a TTL of 5 s. Set: "))
                    .singleElement()
                    .asString()
                    .contains("endpoints = " + etcd.endpoint() + ", ", "password = ***, ")
                    .endsWith(" (from the test)")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void whatIsWrongIsSaidOnceAndWhenItIsWellAgain() {
        try (Application application = start(Map.of())) {
            Problem problem = awaitProblem(application, ProblemCode.CONNECTION_REFUSED);
            etcd.restart();
            await().atMost(60, SECONDS).until(application.registrar()::isRegistered);

            assertThat(application.health()).doesNotContainKey("problem");
            assertThat(log.messages())
                    .filteredOn(line -> line.contains(problem.toString()))
                    .hasSize(1);
            assertThat(log.messages())
                    .anyMatch(line ->
                            line.matches("Registered .* under lease [0-9a-f]+(, \\d+ s after the first attempt)?"));
        }
    }

    @Test
    void whoHoldsTheKey() {
        etcd.restart();
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            view.put("/held", "by another", view.grant(60));
            String lease = Long.toHexString(view.get("/held").orElseThrow().lease());
            try (Application application = start(Map.of("key", "/held"))) {
                Problem problem = awaitProblem(application, ProblemCode.KEY_HELD);
                assertThat(problem.message())
                        .isEqualTo("/held is held by somebody else, under lease " + lease + ", since revision 2");
                assertThat(application.registrar().status().state()).isEqualTo(State.CONFLICT);
            }
        }
    }

    @Test
    void thatAnEarlierStartHasLeftTheKeyBehind() {
        etcd.restart();
        try (EtcdView view = EtcdView.of(etcd.endpoint())) {
            String value;
            try (Application earlier = start(Map.of("key", "/held", "name", "orders"))) {
                await().until(earlier.registrar()::isRegistered);
                value = view.get("/held").orElseThrow().value();
            }
            long lease = view.grant(60);
            view.put("/held", value, lease);
            try (Application application = start(Map.of("key", "/held", "name", "orders"))) {
                assertThat(awaitProblem(application, ProblemCode.KEY_LEFT_BEHIND)
                                .message())
                        .isEqualTo("/held is held by an earlier start of this instance, gone within 7 s");
                view.revoke(lease);
                await().until(application.registrar()::isRegistered);
            }
            assertThat(log.levelsAndMessages()).noneMatch(line -> line.startsWith("WARNING"));
        }
    }

    @Test
    void thatTheTtlIsNotTheOneAskedFor() {
        etcd.restart();
        try (Application application = start(Map.of("ttl", "1s", "request-timeout", "0.333s"))) {
            Problem problem = awaitProblem(application, ProblemCode.TTL_DIFFERS);
            assertThat(problem.message()).isEqualTo("etcd grants a TTL of 2 s instead of 1 s");
        }
    }

    @Test
    void thatTheValueIsTooLarge() {
        etcd.restart();
        try (Application application = start(Map.of("value", "x".repeat(1536 * 1024)))) {
            assertThat(awaitProblem(application, ProblemCode.TOO_LARGE).message())
                    .startsWith("keys and values have ");
        }
    }

    @ApplicationScoped
    static class BrokenValue implements RegistrationValue {
        @Override
        public String valueOf(Instance instance) {
            throw new IllegalStateException("first line\nINFO: all is well\r\u2028");
        }
    }

    @Test
    void thatTheApplicationsOwnValueFailsOnOneLine() {
        etcd.restart();
        try (Application application = start(Map.of(), BrokenValue.class)) {
            assertThat(awaitProblem(application, ProblemCode.NOTHING_TO_REGISTER)
                            .message())
                    .isEqualTo("first line INFO: all is well");
        }
    }

    /** Waits for a problem, and sees that the log and the health check say the same. */
    private Problem awaitProblem(Application application, ProblemCode code) {
        Problem problem = await().atMost(60, SECONDS)
                .until(
                        () -> application.registrar().status().problem().filter(found -> found.code() == code),
                        Optional::isPresent)
                .orElseThrow();
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(application.health()).containsEntry("problem", problem.toString()));
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(log.messages()).anyMatch(line -> line.contains(problem.toString())));
        return problem;
    }

    private Application start(Map<String, String> properties, Class<?>... beans) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("endpoints", etcd.endpoint());
        return Application.start(all, beans);
    }
}
