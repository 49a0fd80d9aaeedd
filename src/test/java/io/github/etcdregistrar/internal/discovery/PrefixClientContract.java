package io.github.etcdregistrar.internal.discovery;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import io.github.etcdregistrar.internal.registration.PrefixClient.Change;
import io.github.etcdregistrar.internal.registration.PrefixClient.Listing;
import io.github.etcdregistrar.internal.registration.PrefixClient.Watch;
import io.github.etcdregistrar.internal.registration.PrefixClient.WatchListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every {@link PrefixClient} does, the fake one of the tests as well as the real one. */
public abstract class PrefixClientContract {

    protected static final String PREFIX = "/services/orders/";

    /** A client on an etcd without keys. */
    protected abstract PrefixClient client();

    protected abstract void put(String key, String value);

    protected abstract void delete(String key);

    protected abstract void compact();

    /** Makes every call fail from now on. */
    protected abstract void breakEtcd();

    /** Records what a watch tells. */
    protected static final class Told implements WatchListener {

        public Told() {}

        public final List<Change> changes = new CopyOnWriteArrayList<>();
        public volatile long reached;
        public volatile String ended;

        @Override
        public void changed(List<Change> batch) {
            changes.addAll(batch);
        }

        @Override
        public void reached(long revision) {
            reached = revision;
        }

        @Override
        public void ended(String why) {
            ended = why;
        }
    }

    @Test
    void listsWhatIsBelowThePrefixOnly() throws Exception {
        put(PREFIX + "a", "zwei ü");
        put("/services/orders", "before");
        put("/services/orders0", "after");

        Listing listing = client().list(PREFIX);

        assertThat(listing.entries()).extracting(Entry::key).containsExactly(PREFIX + "a");
        assertThat(listing.entries()).extracting(Entry::value).containsExactly("zwei ü");
        assertThat(listing.revision()).isEqualTo(client().revision(PREFIX));
        assertThat(listing.entries().get(0).modRevision())
                .isEqualTo(listing.revision().number() - 2);
    }

    @Test
    void tellsOfEveryChangeFromARevisionOnOnce() throws Exception {
        put(PREFIX + "a", "1");
        long revision = client().list(PREFIX).revision().number();
        put(PREFIX + "b", "2");
        Told told = new Told();
        Watch watch = client().watch(PREFIX, revision + 1, told);
        put(PREFIX + "a", "3");
        put("/elsewhere", "4");
        delete(PREFIX + "b");
        await().atMost(10, SECONDS).until(() -> told.changes.size() >= 3);
        watch.close();
        assertThat(told.changes)
                .extracting(change -> change.entry().key().substring(PREFIX.length())
                        + (change.delete() ? "-" : "+")
                        + (change.entry().modRevision() - revision))
                .containsExactly("b+1", "a+2", "b-4");
        assertThat(told.ended).isNull();
    }

    @Test
    void tellsWhatWasReachedWhenAsked() throws Exception {
        put(PREFIX + "a", "1");
        long revision = client().list(PREFIX).revision().number();
        Told told = new Told();
        try (Watch watch = client().watch(PREFIX, revision + 1, told)) {
            put("/elsewhere", "2");
            await().atMost(10, SECONDS).until(() -> {
                watch.requestProgress();
                return told.reached > revision;
            });
        }
        assertThat(told.reached).isEqualTo(client().revision(PREFIX).number());
        assertThat(told.changes).isEmpty();
    }

    @Test
    void saysThatWhatIsAskedForWasCompacted() {
        put(PREFIX + "a", "1");
        put(PREFIX + "a", "2");
        put(PREFIX + "a", "3");
        compact();
        Told told = new Told();
        try {
            client().watch(PREFIX, 2, told);
        } catch (EtcdUnavailableException e) {
            told.ended(e.getMessage());
        }
        await().atMost(10, SECONDS).until(() -> told.ended != null);
        assertThat(told.ended).contains("compacted");
        assertThat(told.changes).isEmpty();
    }

    @Test
    void saysThatTheWatchHasEnded() throws Exception {
        Told told = new Told();
        client().watch(PREFIX, client().revision(PREFIX).number() + 1, told);

        breakEtcd();

        assertThatThrownBy(() -> client().revision(PREFIX)).isInstanceOf(EtcdUnavailableException.class);
        await().atMost(10, SECONDS).until(() -> told.ended != null);
        assertThatThrownBy(() -> client().list(PREFIX)).isInstanceOf(EtcdUnavailableException.class);
        assertThatThrownBy(() -> client().watch(PREFIX, 1, new Told())).isInstanceOf(EtcdUnavailableException.class);
    }
}
