package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.internal.registration.PrefixClient.Change;
import io.github.etcdregistrar.internal.registration.PrefixClient.Listing;
import io.github.etcdregistrar.internal.registration.PrefixClient.Revision;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of the instances of one service, by key: follows lists and changes, and knows what is different from what was
 * published. Used by one thread at a time.
 */
final class KnownInstances {

    private static final Logger LOG = System.getLogger(ServiceDiscovery.class.getName());
    /** The most keys to remember as named. */
    private static final int MOST_NAMED = 1000;

    private final ServiceQuery query;
    private final Map<String, Known> known = new TreeMap<>();
    /** How those keys were published that have changed since; null for absent. */
    private final Map<String, Known> published = new LinkedHashMap<>();

    private final Map<String, Integer> unreadable = new HashMap<>();
    private final Set<String> named = new HashSet<>();
    private int suspects;
    /** In nanoseconds: counts only while etcd proves the list, so that no suspect goes because etcd is away. */
    private long provenTime;

    KnownInstances(ServiceQuery query) {
        this.query = query;
    }

    /**
     * Takes what etcd has listed.
     *
     * @param last the revision of the list so far; null if there is none
     */
    void replace(Listing listing, Revision last) {
        boolean lost = last != null && isLost(listing, last);
        Set<String> listed = new HashSet<>();
        for (Entry entry : listing.entries()) {
            listed.add(entry.key());
            put(entry);
        }
        unreadable.keySet().retainAll(listed);
        int missing = 0;
        for (String key : List.copyOf(known.keySet())) {
            Known its = known.get(key);
            if (!listed.contains(key) && !its.isSuspect()) {
                set(key, lost ? its.suspect(provenTime) : null);
                missing++;
            }
        }
        if (lost && missing > 0) {
            LOG.log(
                    Level.WARNING,
                    "Etcd has lost {0} of the entries below {1}; their instances are suspect until they register anew",
                    missing,
                    query.prefix());
        }
    }

    /**
     * Whether what is missing may be missing only because etcd lost it: it is another cluster, its revisions went backwards, or
     * they did and have come up to ours again. The latter shows in an older entry that differs. If not one is left as it was,
     * all might have come anew.
     */
    private boolean isLost(Listing listing, Revision last) {
        Revision now = listing.revision();
        if (now.cluster() != last.cluster() || now.number() < last.number()) {
            return true;
        }
        boolean survivor = false;
        for (Entry entry : listing.entries()) {
            Known its = known.get(entry.key());
            if (its != null && !its.isSuspect()) {
                survivor |= its.revision() == entry.modRevision();
                if (its.revision() != entry.modRevision() && entry.modRevision() <= last.number()) {
                    return true;
                }
            }
        }
        return !survivor;
    }

    /** Takes a change that a watch has told. */
    void apply(Change change) {
        String key = change.entry().key();
        if (!change.delete()) {
            put(change.entry());
            return;
        }
        unreadable.remove(key);
        Known its = known.get(key);
        if (its != null && !its.isSuspect()) {
            set(key, null);
        }
    }

    /** Notes that etcd has proven the list for so long; removes suspects whose grace is over. */
    void proven(long nanos, long graceNanos) {
        provenTime += nanos;
        if (suspects > 0) {
            for (Map.Entry<String, Known> each : List.copyOf(known.entrySet())) {
                Known its = each.getValue();
                if (its.isSuspect() && provenTime - its.suspectSince() >= graceNanos) {
                    set(each.getKey(), null);
                }
            }
        }
    }

    /** How many values cannot be read. */
    int unreadable() {
        return unreadable.size();
    }

    /** Whether anything was touched since it was published. */
    boolean hasChanged() {
        return !published.isEmpty();
    }

    /** Counts what was touched as published. Empty if nothing is different. */
    Optional<InstancesChanged> publish() {
        keepTheLast();
        removeWhatRegisteredAnew();
        List<ServiceInstance> came = new ArrayList<>();
        List<ServiceInstance> went = new ArrayList<>();
        List<ServiceInstance> changed = new ArrayList<>();
        published.forEach((key, before) -> {
            Known now = known.get(key);
            if (before == null && now != null) {
                came.addAll(now.instances());
            } else if (before != null && now == null) {
                went.addAll(before.instances());
            } else if (now != null && now.differs(before)) {
                changed.addAll(now.instances());
            }
        });
        published.clear();
        if (came.isEmpty() && went.isEmpty() && changed.isEmpty()) {
            return Optional.empty();
        }
        List<ServiceInstance> all = new ArrayList<>(known.size());
        known.values().forEach(its -> all.addAll(its.instances()));
        return Optional.of(new InstancesChanged(
                query.name(), List.copyOf(came), List.copyOf(went), List.copyOf(changed), List.copyOf(all)));
    }

    /** If all would be gone in one step, the last ones stay as suspect, unless they have been so for the grace. */
    private void keepTheLast() {
        if (known.isEmpty()) {
            Map<String, Known> last = new HashMap<>(published);
            last.forEach((key, before) -> {
                if (before != null && !before.isSuspect()) {
                    set(key, before.suspect(provenTime));
                }
            });
        }
    }

    /** A suspect can come again under another key: that of some formats has the lease's id in it. */
    private void removeWhatRegisteredAnew() {
        if (suspects == 0) {
            return;
        }
        Set<String> addresses = new HashSet<>();
        known.values().stream()
                .filter(its -> !its.isSuspect())
                .flatMap(its -> its.instances().stream())
                .forEach(instance -> addresses.add(InstanceList.address(instance)));
        for (Map.Entry<String, Known> each : List.copyOf(known.entrySet())) {
            if (each.getValue().isSuspect()
                    && each.getValue().instances().stream()
                            .map(InstanceList::address)
                            .allMatch(addresses::contains)) {
                set(each.getKey(), null);
            }
        }
    }

    private void put(Entry entry) {
        String key = entry.key();
        int hash = entry.value().hashCode();
        Known before = known.get(key);
        if (before != null && !before.isSuspect() && before.hash() == hash) {
            if (before.revision() != entry.modRevision()) {
                set(key, new Known(before.instances(), entry.modRevision(), hash, Known.NOT_SUSPECT));
            }
            return;
        }
        List<ServiceInstance> read = read(key, entry.value());
        set(key, read.isEmpty() ? null : new Known(read, entry.modRevision(), hash, Known.NOT_SUSPECT));
    }

    private List<ServiceInstance> read(String key, String value) {
        if (Integer.valueOf(value.hashCode()).equals(unreadable.get(key))) {
            return List.of();
        }
        try {
            List<ServiceInstance> read = List.copyOf(query.reader().read(key, value));
            unreadable.remove(key);
            return read;
        } catch (RuntimeException e) {
            // Any exception: one value must not cost the others.
            unreadable.put(key, value.hashCode());
            if (named.size() < MOST_NAMED && named.add(key)) {
                LOG.log(
                        Level.WARNING,
                        "The value of " + Problem.oneLine(key) + " is left out, because it cannot be read: "
                                + Problem.oneLine(String.valueOf(e.getMessage())));
            }
            return List.of();
        }
    }

    /** Sets what is known of a key; null removes it. */
    private void set(String key, Known now) {
        Known before = now == null ? known.remove(key) : known.put(key, now);
        if (before == null && now == null) {
            return;
        }
        suspects += (now != null && now.isSuspect() ? 1 : 0) - (before != null && before.isSuspect() ? 1 : 0);
        if (!published.containsKey(key)) {
            published.put(key, before);
        }
    }
}
