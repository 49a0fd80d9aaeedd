package io.github.etcdregistrar.internal.registration;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The clocks and the source of randomness, which tests replace.
 *
 * @param nanoTime the monotonic clock, which decides everything
 * @param wallClock the wall clock, which decides nothing and tells people when something happened
 * @param random spreads retries, and makes the ids of leases
 */
public record TimeAndRandom(LongSupplier nanoTime, InstantSource wallClock, RandomGenerator random) {

    /** The monotonic time, in nanoseconds. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** Those of the system. */
    public static TimeAndRandom real() {
        return new TimeAndRandom(System::nanoTime, InstantSource.system(), () -> Secure.RANDOM.nextLong());
    }

    /** Loaded by the first use, in the first pass: to find the provider and the seed takes long in a cold server. */
    private static final class Secure {

        /** Secure: of ten thousand instances that start together no two may draw the same lease id. */
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
