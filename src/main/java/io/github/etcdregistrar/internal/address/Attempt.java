package io.github.etcdregistrar.internal.address;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * One way of finding something out about this instance. A way that throws, whatever it throws, has no answer: it
 * must not keep the instance from registering while another way has one.
 */
public final class Attempt {

    private static final Logger LOG = System.getLogger(Attempt.class.getName());

    private Attempt() {}

    /**
     * Asks, and logs at DEBUG why there is no answer.
     *
     * @param what is asked for, to follow "cannot find"
     * @return the answer; empty if it is null, or the question throws
     * @throws VirtualMachineError if the JVM is out of memory or the like, which no other way would mend
     */
    public static <T> Optional<T> at(String what, Callable<T> question) {
        try {
            return Optional.ofNullable(question.call());
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // The JDK's own services throw a ServiceConfigurationError, which is no LinkageError.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.log(Level.DEBUG, () -> "Cannot find " + what + ": continuing without it", e);
            return Optional.empty();
        }
    }
}
