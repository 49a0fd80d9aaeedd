package io.github.etcdregistrar.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.internal.registration.FakeEtcd.Mode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys that go from one service of ours to another. */
class ServiceKeysTest extends ServicesFixture {

    private final Source one = new Source("/one");
    private final Source two = new Source("/two");

    @Test
    void aKeyIsClaimedByOneServiceOnly() {
        ServiceRegistration orders = add("orders");
        ServiceRegistration twin =
                registration.add("twin", lease -> Map.of("/orders", "mine"), ConflictPolicy.TAKEOVER);
        registration.register();
        run(Duration.ofSeconds(5));
        assertThat(etcd.entries().get("/orders").value()).isEqualTo("orders");
        assertThat(twin.status().problem().orElseThrow().message())
                .contains("/orders is already used by service orders");
        assertThat(orders.status().isRegistered()).isTrue();

        orders.close(BUDGET);
        run(Duration.ofSeconds(2));
        assertThat(etcd.entries().get("/orders").value()).isEqualTo("mine");
    }

    @Test
    void aKeyThatAServiceHasLeftIsFreeForAnother() {
        add("one", one);
        ServiceRegistration second = add("two", two);
        registerBoth();
        one.moveTo("/elsewhere");
        run(Duration.ofSeconds(10));
        assertThat(etcd.entries()).containsOnlyKeys("/two", "/elsewhere");

        two.moveTo("/one");
        run(Duration.ofSeconds(10));
        assertThat(second.status().problem()).isEmpty();
        assertThat(etcd.entries()).containsOnlyKeys("/one", "/elsewhere");
    }

    /** Each would have to leave its key before the other can have it: they say so, and stay. */
    @Test
    void keysThatAreSwappedStayWhereTheyAre() {
        add("one", one);
        add("two", two);
        registerBoth();
        one.moveTo("/two");
        two.moveTo("/one");
        run(Duration.ofMinutes(10));
        assertThat(registration.status().problem().map(Problem::code)).hasValue(ProblemCode.NOTHING_TO_REGISTER);
        assertThat(registration.status().isRegistered()).isTrue();
        assertThat(etcd.entries()).containsOnlyKeys("/one", "/two");
    }

    @Test
    void whatAnotherHasTakenDuringAPauseIsNotDeleted() {
        ServiceRegistration taker = add("two", two); // Added first, so that it is there before the other looks.
        add("one", one);
        registerBoth();
        registration.pause(BUDGET);
        one.moveTo("/elsewhere");
        two.moveTo("/one");
        registration.resume();
        assertNobodyDeletesWhatIsRegistered(taker);
    }

    @Test
    void whatAnotherHasTakenUnderTheNextLeaseIsNotDeleted() {
        ServiceRegistration taker = add("two", two);
        add("one", one);
        registerBoth();
        etcd.mode(Mode.REFUSING);
        run(Duration.ofSeconds(2));
        one.moveTo("/elsewhere");
        two.moveTo("/one");
        etcd.wipe();
        etcd.mode(Mode.UP);
        assertNobodyDeletesWhatIsRegistered(taker);
    }

    @Test
    void whereAServiceWasBeforeItGaveUpIsForgotten() {
        registration.add("one", one, ConflictPolicy.FAIL);
        add("two", two);
        registerBoth();
        etcd.mode(Mode.REFUSING);
        etcd.wipe();
        takenBySomebody("/elsewhere");
        one.moveTo("/elsewhere");
        etcd.mode(Mode.UP);
        run(Duration.ofSeconds(5));
        assertThat(states).containsEntry("one", State.FAILED);

        etcd.revokeLease(SOMEBODY);
        etcd.forbid("/one"); // Whoever still asks for it gets no answer for the other key either.
        registration.register();
        run(Duration.ofSeconds(2));
        assertThat(states).containsEntry("one", State.REGISTERED);
        assertRegistered("/elsewhere");
    }

    private ServiceRegistration add(String name, Source source) {
        return registration.add(name, source, ConflictPolicy.WAIT);
    }

    private void registerBoth() {
        registration.register();
        run(Duration.ofSeconds(2));
        assertThat(etcd.entries()).containsOnlyKeys("/one", "/two");
    }

    private void assertNobodyDeletesWhatIsRegistered(ServiceRegistration taker) {
        run(Duration.ofSeconds(3));
        etcd.history().clear();
        run(Duration.ofMinutes(1));
        assertThat(etcd.history()).isEmpty();
        assertThat(taker.status().isRegistered()).isTrue();
        assertRegistered("/one");
    }
}
