package io.github.etcdregistrar.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Faults drawn by chance. The same seed gives the same plan, though not the same course of events: the processes have
 * clocks of their own.
 *
 * <p>There are tracks that run side by side, one for etcd, one for the way to each member, one for the application and
 * one for somebody who meddles. On each, faults follow one another, so that what begins a fault and what ends it always
 * belong together.
 *
 * @param seed what it was drawn from
 * @param members how many members etcd has
 * @param length how many seconds it lasts, more or less
 * @param steps what happens, in the order of its time
 */
record RandomPlan(long seed, int members, double length, List<Step> steps) {
    private static final long FIXED_SEED = 20261123;
    private static final long FRESH_SEED = System.nanoTime() & 0xFFFFFF;
    private static final double LONGEST_CALM = 14;
    private static final double LONGEST_FAULT = 8;

    /** One moment of a plan. */
    record Step(double second, String what, Consumer<Scene> action) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%5.1f %s", second, what);
        }
    }

    /** One plan that is always the same, and one that is new every time; or that of {@code -Dfaults.seed=number}. */
    static List<FaultCase> cases(double length) {
        Long replayed = Long.getLong("faults.seed");
        Stream<Long> seeds = replayed != null ? Stream.of(replayed) : Stream.of(FIXED_SEED, FRESH_SEED);
        return seeds.map(seed -> draw(seed, length)).map(RandomPlan::toCase).toList();
    }

    private FaultCase toCase() {
        return FaultCase.of(
                "random faults for " + (int) length + " s, seed " + seed, members, Promise.BACK, this::play);
    }

    /** Draws a plan of a length in seconds. */
    static RandomPlan draw(long seed, double length) {
        SplittableRandom random = new SplittableRandom(seed);
        int members = random.nextBoolean() ? 1 : 3;
        List<Step> steps = new ArrayList<>();
        track(random, length, steps, () -> RandomFaults.etcd(random, members));
        for (int i = 0; i < members; i++) {
            int member = i;
            track(random, length, steps, () -> RandomFaults.network(random, member));
        }
        track(random, length, steps, () -> RandomFaults.process(random));
        track(random, length, steps, () -> RandomFaults.hand(random));
        steps.sort(Comparator.comparingDouble(Step::second));
        return new RandomPlan(seed, members, length, steps);
    }

    /** Plays the plan, and then heals everything. */
    private void play(Scene scene) {
        scene.note(toString());
        long start = System.nanoTime();
        for (Step step : steps) {
            scene.lasting(Math.max(0, step.second() - (System.nanoTime() - start) / 1e9));
            scene.note(String.format("%tT.%<tL %s", System.currentTimeMillis(), step));
            step.action().accept(scene);
        }
        scene.network(FaultProxy::forward);
        scene.etcd().start();
        scene.hand().leave(scene.app().report());
    }

    @Override
    public String toString() {
        return "seed " + seed + ", members " + members + "\n"
                + steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
    }

    private static void track(
            SplittableRandom random, double length, List<Step> steps, Supplier<RandomFaults.Fault> draw) {
        double second = random.nextDouble() * LONGEST_CALM;
        while (second < length) {
            RandomFaults.Fault fault = draw.get();
            steps.add(new Step(second, fault.name(), fault.begin()));
            second += random.nextDouble() * LONGEST_FAULT;
            steps.add(new Step(second, "end of: " + fault.name(), fault.end()));
            second += random.nextDouble() * LONGEST_CALM;
        }
    }
}
