package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.FakeClock;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An etcd in memory, with its history, that can compact, roll back, be wiped, fall silent, and be away. */
final class FakeKeyspace implements PrefixClient {

    enum Mode {
        UP,
        /** Every call fails at once, and watches end. */
        REFUSING,
        /** Every call fails after the request timeout; watches are silent, and end when a call has failed. */
        SILENT
    }

    private record Stored(long revision, Map<String, Entry> entries) {}

    private final FakeClock clock;
    private final Duration requestTimeout;
    private final List<FakeWatch> watches = new ArrayList<>();
    private final List<Change> log = new ArrayList<>();
    private final Map<Long, Stored> backups = new TreeMap<>();
    private Map<String, Entry> entries = new TreeMap<>();
    private Mode mode = Mode.UP;
    private long cluster = 1;
    private long revision = 1;
    private long compacted;
    /** Everything that ever was: key and value. */
    final Set<String> everything = new HashSet<>();

    /** Nobody may read below it. */
    String forbidden = "none";

    boolean watchesSilent;
    int lists;
    int proofs;
    int progressRequests;
    Runnable afterNextList = () -> {};

    FakeKeyspace(FakeClock clock, Duration requestTimeout) {
        this.clock = clock;
        this.requestTimeout = requestTimeout;
    }

    void put(String key, String value) {
        revision++;
        Entry before = entries.get(key);
        Entry entry = new Entry(key, value, 1, before == null ? revision : before.createRevision(), revision);
        entries.put(key, entry);
        everything.add(value);
        tell(List.of(new Change(entry, false)));
    }

    /** In one revision. */
    void delete(String... keys) {
        revision++;
        List<Change> changes = new ArrayList<>();
        for (String key : keys) {
            if (entries.remove(key) != null) {
                changes.add(new Change(new Entry(key, "", 0, 0, revision), true));
            }
        }
        tell(changes);
    }

    Map<String, Entry> entries() {
        return entries;
    }

    Mode mode() {
        return mode;
    }

    void mode(Mode next) {
        mode = next;
        if (next == Mode.REFUSING) {
            endWatches();
        }
    }

    void endWatches() {
        List<FakeWatch> all = List.copyOf(watches);
        watches.clear();
        all.forEach(watch -> watch.listener.ended("the fake etcd"));
    }

    void compact() {
        compacted = revision;
        log.clear();
    }

    /** Another revision of something that nobody looks for. */
    void putElsewhere() {
        revision++;
    }

    void backUp() {
        backups.put(revision, new Stored(revision, new TreeMap<>(entries)));
    }

    /** Restores the oldest backup. */
    void restore() {
        Stored stored = backups.values().iterator().next();
        reset(stored.revision(), new TreeMap<>(stored.entries()));
    }

    void wipe() {
        reset(1, new TreeMap<>());
    }

    void becomeAnotherCluster() {
        cluster++;
        entries.clear();
    }

    private void reset(long number, Map<String, Entry> content) {
        revision = number;
        entries = content;
        compacted = 0;
        log.clear();
        backups.keySet().removeIf(later -> later > number);
        endWatches();
    }

    long revision() {
        return revision;
    }

    int watchers() {
        return watches.size();
    }

    private void tell(List<Change> changes) {
        log.addAll(changes);
        if (mode == Mode.UP && !watchesSilent) {
            for (FakeWatch watch : List.copyOf(watches)) {
                watch.tell();
            }
        }
    }

    private void answer(String prefix) throws EtcdUnavailableException {
        if (prefix.equals(forbidden)) {
            throw new EtcdUnavailableException(ProblemCode.PERMISSION_DENIED, "the fake etcd", null);
        }
        switch (mode) {
            case REFUSING -> throw new EtcdUnavailableException(ProblemCode.CONNECTION_REFUSED, "the fake etcd", null);
            case SILENT -> {
                clock.advance(requestTimeout);
                endWatches();
                throw new EtcdUnavailableException(ProblemCode.TIMEOUT, "the fake etcd", null);
            }
            default -> clock.advance(Duration.ofMillis(1));
        }
    }

    @Override
    public Listing list(String prefix) throws EtcdUnavailableException {
        lists++;
        answer(prefix);
        Listing listing = new Listing(
                new Revision(cluster, revision),
                entries.values().stream()
                        .filter(entry -> entry.key().startsWith(prefix))
                        .toList());
        Runnable now = afterNextList;
        afterNextList = () -> {};
        now.run();
        return listing;
    }

    @Override
    public Revision revision(String prefix) throws EtcdUnavailableException {
        proofs++;
        answer(prefix);
        return new Revision(cluster, revision);
    }

    @Override
    public Watch watch(String prefix, long from, WatchListener listener) throws EtcdUnavailableException {
        answer(prefix);
        if (from <= compacted) {
            throw new EtcdUnavailableException(ProblemCode.ETCD_ERROR, "required revision has been compacted", null);
        }
        FakeWatch watch = new FakeWatch(prefix, from, listener);
        watches.add(watch);
        watch.tell();
        return watch;
    }

    private final class FakeWatch implements Watch {

        private final String prefix;
        private final WatchListener listener;
        private long next;

        FakeWatch(String prefix, long from, WatchListener listener) {
            this.prefix = prefix;
            this.listener = listener;
            this.next = from;
        }

        void tell() {
            if (next <= compacted) {
                watches.remove(this);
                listener.ended("the fake etcd has compacted");
                return;
            }
            List<Change> due = log.stream()
                    .filter(change -> change.entry().modRevision() >= next
                            && change.entry().key().startsWith(prefix))
                    .toList();
            next = Math.max(next, revision + 1);
            if (!due.isEmpty()) {
                listener.changed(due);
            }
        }

        @Override
        public void requestProgress() {
            progressRequests++;
            if (mode == Mode.UP && !watchesSilent && watches.contains(this)) {
                tell();
                if (watches.contains(this)) {
                    listener.reached(revision);
                }
            }
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
