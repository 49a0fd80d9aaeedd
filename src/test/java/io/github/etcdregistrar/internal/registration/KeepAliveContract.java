package io.github.etcdregistrar.internal.registration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What an {@link EtcdClient} does that renews by itself, the fake one of the tests as well as the real one. */
public abstract class KeepAliveContract extends EtcdClientContract {

    private static final Duration SHORTLY = Duration.ofMillis(20);

    /** Revokes a lease past the client. */
    protected abstract void revokeByHand(long lease);

    @Test
    void renewsByItselfAsOftenAsAsked() throws Exception {
        RecordingListener listener = new RecordingListener();
        renewTwice(client, LEASE);

        assertThat(client.keepAlive(LEASE, SHORTLY, SHORTLY, 3, listener)).isTrue();

        awaitEvents(listener, "sending", "renewed 60", "sending", "renewed 60", "sending", "renewed 60");
        assertThat(client.renew(LEASE)).isEqualTo(TTL);
        assertThat(listener.events).hasSize(6);
    }

    @Test
    void doesNotRenewByItselfBeforeItWasAskedToRenew() throws Exception {
        client.grant(LEASE, TTL);
        assertThat(client.keepAlive(LEASE, SHORTLY, SHORTLY, 3, new RecordingListener()))
                .isFalse();
    }

    @Test
    void doesNotRenewByItselfOnAStreamThatHasAnsweredOnlyOnce() throws Exception {
        client.grant(LEASE, TTL);
        client.renew(LEASE);
        assertThat(client.keepAlive(LEASE, SHORTLY, SHORTLY, 3, new RecordingListener()))
                .isFalse();
    }

    @Test
    void tellsThatItHasNotRenewedByItself() throws Exception {
        RecordingListener listener = new RecordingListener();
        renewTwice(client, LEASE);
        revokeByHand(LEASE);

        client.keepAlive(LEASE, SHORTLY, SHORTLY, 3, listener);

        awaitEvents(listener, "sending", "failed");
        assertThatThrownBy(() -> client.renew(LEASE)).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void renewingEndsTheRenewalsByItself() throws Exception {
        RecordingListener listener = renewingByItself();
        client.renew(LEASE);
        int events = listener.events.size();

        letTimePass();

        // An answer that was due still counts.
        assertThat(listener.events.size()).isLessThanOrEqualTo(events + 1);
    }

    @Test
    void revokingEndsTheRenewalsByItself() throws Exception {
        RecordingListener listener = renewingByItself();
        client.revoke(LEASE, TIMEOUT);

        letTimePass();

        assertThat(listener.events).doesNotContain("failed");
    }

    /** Grants a lease and renews it, so often that the client renews by itself from then on. */
    private static void renewTwice(EtcdClient client, long lease) throws Exception {
        client.grant(lease, TTL);
        client.renew(lease);
        client.renew(lease);
    }

    private RecordingListener renewingByItself() throws Exception {
        RecordingListener listener = new RecordingListener();
        renewTwice(client, LEASE);
        client.keepAlive(LEASE, SHORTLY, SHORTLY, 1000, listener);
        return listener;
    }

    /** Time enough for ten renewals of another client. */
    private void letTimePass() throws Exception {
        RecordingListener listener = new RecordingListener();
        try (EtcdClient other = open()) {
            renewTwice(other, OTHER);
            other.keepAlive(OTHER, SHORTLY, SHORTLY, 10, listener);
            await().atMost(20, SECONDS).untilAsserted(() -> {
                pass(SHORTLY);
                assertThat(listener.events).hasSize(20);
            });
        }
    }

    /** Lets time pass, if it is that of a fake clock. */
    protected void pass(Duration time) {}

    private void awaitEvents(RecordingListener listener, String... events) {
        await().atMost(20, SECONDS).untilAsserted(() -> {
            pass(SHORTLY);
            assertThat(listener.events).containsExactly(events);
        });
    }

    private static final class RecordingListener implements KeepAliveListener {

        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void sending() {
            events.add("sending");
        }

        @Override
        public void renewed(Duration ttl) {
            events.add("renewed " + ttl.toSeconds());
        }

        @Override
        public void failed() {
            events.add("failed");
        }
    }
}
