package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.EtcdView.Event;
import io.github.etcdregistrar.testing.EtcdView.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Etcd's own history of a case, and what must hold in it whatever happened. */
final class History {
    /** The application's leases have ids of one family, and the rest of the id is a count. */
    private static final int COUNT_BITS = 16;

    private final Hand hand;
    private final boolean mayTakeOver;
    private final List<List<Event>> stores = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<Long> families = new HashSet<>();
    private final Map<String, Entry> standing = new HashMap<>();
    private final List<Event> beforeCompaction = new ArrayList<>();
    private long readFrom = 1;
    private int puts;
    private int losses;

    History(Hand hand, boolean mayTakeOver) {
        this.hand = hand;
        this.mayTakeOver = mayTakeOver;
    }

    /** Reads what has happened so far, before the data are wiped or when the case is over. */
    void read(EtcdView view) {
        List<Event> events = new ArrayList<>(beforeCompaction);
        events.addAll(view.history(Scene.PREFIX, readFrom));
        stores.add(events);
        beforeCompaction.clear();
        readFrom = 1;
    }

    /** Reads what has happened up to a revision, before etcd is compacted there. */
    void compacted(EtcdView view, long revision) {
        view.history(Scene.PREFIX, readFrom).stream()
                .filter(event -> event.revision() <= revision)
                .forEach(beforeCompaction::add);
        readFrom = revision + 1;
    }

    /**
     * Goes through all that was read.
     *
     * @param stopRevision the revision after which nothing is to be put any more
     * @param applications how many applications there have been, so as many families of leases
     */
    void judge(long stopRevision, int applications) {
        for (List<Event> events : stores) {
            standing.clear();
            for (Event event : events) {
                judge(event, stopRevision);
            }
        }
        if (families.size() > applications) {
            problems.add("put under leases that cannot be told to be its own");
        }
    }

    /** What went wrong, one sentence each. */
    List<String> problems() {
        return problems;
    }

    /** How often the application has put its key. */
    int puts() {
        return puts;
    }

    /** How often the key went away, by whomever; a wiped store counts as well. */
    int losses() {
        return losses + stores.size() - 1;
    }

    static long family(long lease) {
        return lease >>> COUNT_BITS;
    }

    private void judge(Event event, long stopRevision) {
        Entry entry = event.entry();
        if (event.kind() == Kind.DELETE) {
            deleted(entry);
            standing.remove(entry.key());
        } else {
            if (entry.value().equals(Scene.VALUE) || Crowd.has(entry.key())) {
                putByApplication(entry, standing.get(entry.key()));
                if (event.revision() > stopRevision) {
                    problems.add("put after the stop had begun");
                }
            }
            standing.put(entry.key(), entry);
        }
    }

    private void putByApplication(Entry entry, Entry before) {
        families.add(family(entry.lease()));
        if (entry.lease() == 0) {
            problems.add("put without a lease");
        }
        if (hand.owns(entry.lease())) {
            problems.add("put under somebody else's lease");
        }
        if (Crowd.has(entry.key())) {
            return;
        }
        puts++;
        if (!entry.key().equals(Scene.KEY)) {
            problems.add("put a key that is not its own: " + entry.key());
        }
        if (before != null && before.value().equals(Scene.VALUE)) {
            problems.add("put its key though it stood, without a loss");
        }
        if (before != null && before.lease() != 0 && !before.value().equals(Scene.VALUE) && !mayTakeOver) {
            problems.add("overwrote somebody else's key");
        }
    }

    private void deleted(Entry entry) {
        if (entry.key().equals(Scene.KEY) && entry.value().equals(Scene.VALUE)) {
            losses++;
        } else if (!Crowd.has(entry.key()) && !hand.took(entry.value())) {
            problems.add("somebody else's key was deleted: " + entry.key());
        }
    }
}
