package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.faults.Observation.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is to hold after a fault. */
enum Promise {
    /** The key is never missing, and its create revision stays. */
    KEPT("never missing", "back") {
        @Override
        Outcome check(Scene scene) {
            Outcome outcome = standing(scene, Limits.BACK);
            return outcome.expect(outcome.losses() == 0, "the key was missing");
        }
    },
    /** The key stands again within two seconds, or was never missing. */
    BACK("back within 2 s", "back") {
        @Override
        Outcome check(Scene scene) {
            return standing(scene, Limits.BACK);
        }
    },
    /** A key that another has held is taken when he has gone. */
    TAKEN("taken within 1 s", "taken") {
        @Override
        Outcome check(Scene scene) {
            return standing(scene, Limits.TAKEN);
        }
    },
    /** The key and its lease are gone at once, and never appear again. */
    REVOKED("gone within 1 s, and never back", "gone") {
        @Override
        Outcome check(Scene scene) {
            long from = scene.healedAt();
            scene.expectSoon("that no lease is left", Limits.REVOKED, () -> scene.livingLeases()
                    .isEmpty());
            return gone(scene, from, Limits.REVOKED);
        }
    },
    /** The key goes, at the latest with its lease, and never appears again. */
    GONE("gone with its lease, and never back", "gone") {
        @Override
        Outcome check(Scene scene) {
            return gone(scene, scene.healedAt(), Limits.GONE);
        }
    };

    private final String text;
    private final String verb;

    Promise(String text, String verb) {
        this.text = text;
        this.verb = verb;
    }

    /** An outcome in the words of the table. */
    String describe(Outcome outcome) {
        boolean unbroken = this != REVOKED && this != GONE && outcome.losses() == 0;
        String time = outcome.back()
                .map(duration -> duration.toMillis() / 1000.0)
                .map(seconds -> unbroken && seconds < 0.1
                        ? "never missing"
                        : String.format(Locale.ROOT, "%s after %.1f s", verb, seconds))
                .orElse("never " + verb);
        String missing = outcome.losses() > 1 ? ", missing " + outcome.losses() + " times" : "";
        return time + missing + "; " + count(outcome.leases(), "lease") + ", " + count(outcome.puts(), "put");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Waits for what was promised, to be called when the fault is over, and judges the whole case. */
    abstract Outcome check(Scene scene);

    @Override
    public String toString() {
        return text;
    }

    private static Outcome standing(Scene scene, Duration limit) {
        long from = scene.healedAt();
        Optional<Duration> back = scene.observation().await(Sight.STANDING, from, Limits.STAY, Limits.PATIENCE);
        scene.expectCrowd();
        List<Long> living = scene.livingLeases();
        Optional<Report> report = scene.app().report();
        // One that looks away says at once what it sees when it looks again, but an attempt may be under way.
        boolean knows =
                !scene.app().isOurs() || report.isPresent() && report.get().isRegistered();
        return scene.outcome(back)
                .expect(isWithin(back, limit), "not back in time")
                .expect(living.size() == 1, "living leases at rest: " + living.size())
                .expect(knows, "does not say REGISTERED, but " + report.map(Report::state));
    }

    private static Outcome gone(Scene scene, long from, Duration limit) {
        Optional<Duration> gone = scene.observation().await(Sight.ABSENT, from, Limits.STAY, Limits.PATIENCE);
        scene.expectNoCrowd();
        List<Long> living = scene.livingLeases();
        return scene.outcome(gone)
                .expect(isWithin(gone, limit), "not gone in time")
                .expect(living.isEmpty(), "leases left: " + living.size());
    }

    private static boolean isWithin(Optional<Duration> time, Duration limit) {
        return time.isPresent() && time.get().compareTo(limit) <= 0;
    }
}
