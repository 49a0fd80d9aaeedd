package io.github.etcdregistrar.internal.registration;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and chance, which a test decides.
 *
 * @param nanoTime the monotonic clock, by which all is decided
 * @param wallClock the wall clock, which decides nothing and only tells people when something happened
 * @param random spreads retries, and makes the ids of leases
 */
public record TimeAndRandom(LongSupplier nanoTime, InstantSource wallClock, RandomGenerator random) {

    /** The real ones. */
    public static TimeAndRandom real() {
        // A secure one: of ten thousand instances that start together no two may draw the same lease id.
        return new TimeAndRandom(System::nanoTime, InstantSource.system(), new SecureRandom());
    }
}
