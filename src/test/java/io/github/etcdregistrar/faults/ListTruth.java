package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.EtcdView.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compares what the application finds, itself, with what etcd holds. A list that is not marked stale must be true: etcd has
 * proven it within two request timeouts. One that is stale must be as it was.
 */
final class ListTruth {

    /** The name by which the application looks for itself; its own configuration says where. */
    static final String SERVICE = "app";

    private static final String ID = Scene.KEY.substring(Scene.KEY.lastIndexOf('/') + 1);
    private static final Duration ANSWER = Duration.ofMillis(500);
    /** Two request timeouts, and as much as this machine may be late. */
    private static final Duration SETTLED = Duration.ofMillis(3500);
    /** After a longer pause it is not known how the key stood meanwhile. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final int MOST_PROBLEMS = 3;

    /** {@code -Dfaults.watch=true}: the application looks for itself, on a thread and with requests of its own. */
    static final boolean WATCHES = Boolean.getBoolean("faults.watch");

    private final App app;
    private final List<String> problems = new ArrayList<>();
    private boolean stands;
    private long revision;
    private long sinceNanos;
    private long lookedNanos;
    /** Whether the last list that was true was not empty. */
    private boolean known;
    /** Whether the list was wrong the last time, too. Once can be because the key has changed before the answer. */
    private boolean suspected;

    ListTruth(App app) {
        this.app = app;
    }

    /**
     * Asks the application, and compares.
     *
     * @param entry the key as etcd has just held it
     */
    void compare(Optional<Entry> entry) {
        long now = System.nanoTime();
        boolean standsNow = entry.isPresent();
        // Another value may be one that cannot be read.
        boolean other = standsNow && !entry.get().value().equals(Scene.VALUE);
        long revisionNow = entry.map(Entry::createRevision).orElse(0L);
        if (other || standsNow != stands || revisionNow != revision || now - lookedNanos > LONGEST_PAUSE.toNanos()) {
            stands = standsNow;
            revision = revisionNow;
            sinceNanos = now;
            suspected = false;
        }
        lookedNanos = now;
        boolean settled = now - sinceNanos > SETTLED.toNanos();
        app.list(ANSWER).map(answer -> answer.split(" ")).ifPresent(words -> judge(words, settled));
    }

    private void judge(String[] words, boolean settled) {
        List<String> ids = Arrays.asList(words).subList(1, words.length);
        if (words[0].equals("stale")) {
            if (known && ids.isEmpty()) {
                add("the list was emptied while etcd did not prove it");
            }
            return;
        }
        if (!words[0].equals("true")) {
            return; // The application is stopping.
        }
        known = !ids.isEmpty();
        boolean wrong = settled && stands != ids.contains(ID);
        if (wrong && suspected) {
            add("the list " + ids + " was not marked stale, though the key was " + (stands ? "there" : "not there"));
        }
        suspected = wrong;
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    private synchronized void add(String problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }
}
