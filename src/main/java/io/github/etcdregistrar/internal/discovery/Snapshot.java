package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.ServiceInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is known of a service at one moment. Immutable. */
final class Snapshot {

    static final Snapshot EMPTY = new Snapshot(List.of(), Optional.empty());

    private final List<ServiceInstance> all;
    /** Those to choose from, the best first: of the own zone, of others, suspect ones. None is empty. */
    private final List<Tier> tiers = new ArrayList<>();

    /**
     * Makes a snapshot.
     *
     * @param found the instances in their order
     * @param zone the zone whose instances come first
     */
    Snapshot(List<ServiceInstance> found, Optional<String> zone) {
        List<ServiceInstance> near = new ArrayList<>();
        List<ServiceInstance> far = new ArrayList<>();
        List<ServiceInstance> suspect = new ArrayList<>();
        for (ServiceInstance instance : found) {
            boolean own = zone.isPresent() && zone.equals(instance.zone());
            (instance.suspect() ? suspect : own ? near : far).add(instance);
        }
        Stream.of(near, far, suspect).filter(tier -> !tier.isEmpty()).forEach(tier -> tiers.add(new Tier(tier)));
        near.addAll(far);
        near.addAll(suspect);
        all = List.copyOf(near);
    }

    /** All instances; suspect ones come last. */
    List<ServiceInstance> all() {
        return all;
    }

    /**
     * Chooses one.
     *
     * @param turn counts the calls
     * @param refused tells those that are passed over as long as there is another; null for none
     * @return null if there is none
     */
    ServiceInstance choose(long turn, Predicate<ServiceInstance> refused) {
        for (int i = 0; i < tiers.size(); i++) {
            ServiceInstance chosen = tiers.get(i).choose(turn, refused);
            if (chosen != null) {
                return chosen;
            }
        }
        return tiers.isEmpty() ? null : tiers.get(0).choose(turn, null);
    }

    /** The best instances that are not refused; if all are, all. */
    List<ServiceInstance> candidates(Predicate<ServiceInstance> refused) {
        Predicate<ServiceInstance> suspect = ServiceInstance::suspect;
        return Stream.of(suspect.or(refused), refused)
                .map(without -> all.stream().filter(without.negate()).toList())
                .filter(some -> !some.isEmpty())
                .findFirst()
                .orElse(all);
    }

    /** Instances of the same rank, each with its share of the turns. */
    private static final class Tier {

        private static final double GOLDEN = 0.618;

        private final ServiceInstance[] instances;
        /** Where the share of each instance ends; null if all weigh the same. */
        private final int[] ends;

        private final long total;
        /**
         * How far the next turn is from this one: it has no divisor in common with the total, so that in as many turns as the
         * total each instance has its share exactly, and not all of it at once.
         */
        private final long stride;

        Tier(List<ServiceInstance> tier) {
            instances = tier.toArray(ServiceInstance[]::new);
            int[] sums = new int[instances.length];
            int sum = 0;
            for (int i = 0; i < instances.length; i++) {
                sum = Math.addExact(sum, instances[i].weight());
                sums[i] = sum;
            }
            boolean same = tier.stream().allMatch(instance -> instance.weight() == instances[0].weight());
            ends = same ? null : sums;
            total = same ? instances.length : sum;
            long step = Math.max(1, (long) (total * GOLDEN));
            while (gcd(step, total) != 1) {
                step++;
            }
            stride = step;
        }

        ServiceInstance choose(long turn, Predicate<ServiceInstance> refused) {
            int first = at((turn & 0xffffffffL) * stride % total);
            for (int i = 0; i < instances.length; i++) {
                ServiceInstance instance = instances[(first + i) % instances.length];
                if (refused == null || !refused.test(instance)) {
                    return instance;
                }
            }
            return null;
        }

        private int at(long position) {
            if (ends == null) {
                return (int) position;
            }
            int low = 0;
            int high = ends.length - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (position < ends[middle]) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        private static long gcd(long a, long b) {
            return b == 0 ? a : gcd(b, a % b);
        }
    }
}
