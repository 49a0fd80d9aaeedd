package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdAuth;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.EtcdView;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole in Weld, against a real etcd that wants to know who we are, as a user who may touch our prefix only. */
class AuthenticationTest {

    private static final String PREFIX = "/services/";

    private Etcd etcd;
    private EtcdAuth auth;
    private EtcdView view;

    private final Map<String, String> configuration =
            new ConcurrentHashMap<>(Map.of("name", "orders", "user", "orders", "password", "first"));

    @BeforeEach
    void start() {
        // A token lives for two seconds, and checking a password is cheap.
        etcd = Etcd.stopped(EtcdPorts.free()).with("--auth-token-ttl=2", "--bcrypt-cost=4");
        etcd.restart();
        auth = new EtcdAuth(etcd.endpoint()).addUser("orders", "first", PREFIX);
        view = EtcdView.of(etcd.endpoint());
        configuration.put("endpoints", etcd.endpoint());
    }

    @AfterEach
    void stop() {
        auth.close();
        view.close();
        etcd.close();
    }

    private void enable() {
        auth.enable();
        view.as("root", "root");
    }

    @Test
    void registersAndDeregistersAsAUserWhoMayTouchThePrefixOnly() {
        enable();
        try (Application application = Application.start(configuration)) {
            awaitRegistered(application);
        }
        assertThat(view.list("/")).isEmpty();
        assertThat(view.leases()).isEmpty();
    }

    @Test
    void theRoleOfTheReadmeIsEnough() throws Exception {
        List<String> commands = Files.readString(Path.of("docs/tls-and-users.md"))
                .lines()
                .filter(line -> line.startsWith("etcdctl "))
                .toList();
        assertThat(commands).hasSize(4);
        assumeTrue(isThere("etcdctl"), "there is no etcdctl on the PATH");
        for (String command : commands) {
            // Another user, because there is one of that name here.
            ProcessBuilder builder =
                    new ProcessBuilder(command.replace("orders", "another").split(" "));
            builder.environment().put("ETCDCTL_API", "3");
            builder.environment().put("ETCDCTL_ENDPOINTS", etcd.endpoint());
            assertThat(builder.inheritIO().start().waitFor()).as(command).isZero();
        }
        enable();
        configuration.putAll(Map.of("user", "another", "password", "secret"));
        try (Application application = Application.start(configuration)) {
            awaitRegistered(application);
        }
        assertThat(view.leases()).isEmpty();
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Test
    void survivesThatItsTokenExpires() {
        enable();
        try (Application application = Application.start(configuration)) {
            awaitRegistered(application);
            String token = auth.token("orders", "first");
            // Rarely, for each question lets it live longer.
            await().pollInterval(5, SECONDS)
                    .atMost(60, SECONDS)
                    .until(() -> !EtcdAuth.isValid(etcd.endpoint(), token, PREFIX));

            view.delete(key());
            awaitRegistered(application);
        }
    }

    @Test
    void survivesThatEtcdForgetsItsToken() {
        enable();
        try (Application application = Application.start(configuration)) {
            awaitRegistered(application);
            etcd.kill();
            await().atMost(30, SECONDS)
                    .until(() -> application.registrar().status().problem().isPresent());
            etcd.launch();
            awaitRegistered(application);
        }
    }

    @Test
    void survivesThatAuthenticationIsSwitchedOn() {
        try (Application application = Application.start(configuration)) {
            awaitRegistered(application);
            enable();
            view.delete(key());
            awaitRegistered(application);
        }
        assertThat(view.list("/")).isEmpty();
    }

    @Test
    void usesANewPasswordAsSoonAsItIsConfigured() {
        enable();
        try (Application application = Application.start(configuration)) {
            awaitRegistered(application);
            auth.changePassword("orders", "second");
            String key = key();
            view.delete(key);
            awaitProblem(
                    application,
                    ProblemCode.AUTHENTICATION_FAILED,
                    "etcdserver: authentication failed, invalid user ID or password when requesting key " + key
                            + " for user orders");

            configuration.put("password", "second");
            awaitRegistered(application);
        }
    }

    @Test
    void comesBackWhenItIsPermittedAgain() {
        enable();
        try (Application application = Application.start(configuration)) {
            awaitRegistered(application);
            String key = key();
            auth.revokeRole("orders", "orders");
            view.delete(key);
            awaitProblem(
                    application, ProblemCode.PERMISSION_DENIED, "permission denied on key " + key + " for user orders");
            awaiting().until(() -> application.registrar().status().state() == State.LOST);

            auth.grantRole("orders");
            awaitRegistered(application);
        }
    }

    /** Etcd revokes a lease only for who may touch every key under it. */
    @Test
    void whatItMayTouchIsGoneAtOnceEvenIfTheLeaseMayNotBeRevoked() {
        auth.addUser("invoices", "first", "/elsewhere/").grantRole("orders", "invoices");
        enable();
        configuration.putAll(
                Map.of("services", "orders,invoices", "invoices.prefix", "/elsewhere", "ttl", "10m", "name", ""));
        try (Application application = Application.start(configuration)) {
            awaiting().until(() -> application.registrar().isRegistered());
            auth.revokeRole("orders", "invoices");
            application.registrar().deregister();
            assertThat(view.list("/services/")).isEmpty();
            assertThat(view.list("/elsewhere/")).hasSize(1);

            auth.grantRole("orders", "invoices");
            awaiting().until(() -> view.leases().isEmpty());
        }
    }

    @Test
    void saysThatEtcdWantsAUser() {
        enable();
        configuration.remove("user");
        configuration.remove("password");
        try (Application application = Application.start(configuration)) {
            awaitProblem(application, ProblemCode.AUTHENTICATION_REQUIRED, "etcdserver: user name is empty");
        }
    }

    private void awaitRegistered(Application application) {
        awaiting()
                .until(() -> application.registrar().isRegistered()
                        && application.registrar().status().problem().isEmpty()
                        && view.list("/").size() == 1);
    }

    private String key() {
        return view.list("/").get(0).key();
    }

    private void awaitProblem(Application application, ProblemCode code, String message) {
        awaiting()
                .untilAsserted(() -> assertThat(application.registrar().status().problem())
                        .hasValueSatisfying(problem -> {
                            assertThat(problem.code()).isEqualTo(code);
                            assertThat(problem.message()).isEqualTo("etcd at " + etcd.endpoint() + ": " + message);
                        }));
    }

    private static ConditionFactory awaiting() {
        return await().atMost(60, SECONDS).ignoreExceptions();
    }
}
