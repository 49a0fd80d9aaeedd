package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Words and levels of what a service logs. What ends a warning is a warning, too: otherwise a console that does not show
 * INFO, such as Open Liberty's, would show the warning as the last word.
 */
final class StateLog {

    private final EventPublisher publisher;
    /** Whether a warning was logged, and not yet its end. */
    private boolean warned;

    StateLog(EventPublisher publisher) {
        this.publisher = publisher;
    }

    void warn(String line) {
        warned = true;
        publisher.log(Level.WARNING, line);
    }

    /** Logs that all is well, or wanted, again. */
    void end(String line) {
        publisher.log(warned ? Level.WARNING : Level.INFO, line);
        warned = false;
    }

    /**
     * Logs a change of state.
     *
     * @param lasted how long the previous state lasted
     * @param failure why the last attempt has failed, if it has
     * @param conflict why somebody else holds a key, if so
     */
    void changed(
            State previous,
            Duration lasted,
            State next,
            String message,
            Optional<Problem> failure,
            Optional<Problem> conflict) {
        String line = Problem.oneLine(message) + addition(previous, lasted.toSeconds(), next);
        if (next == State.REGISTERING || previous == State.OFF && next == State.NOT_READY) {
            // Every application starts like this, and the next line tells how it ended.
            publisher.log(Level.DEBUG, line);
        } else if (next == State.CONFLICT
                && conflict.filter(StateLog::endsByItself).isPresent()) {
            publisher.log(Level.INFO, line);
        } else if (failure.isPresent() || next == State.LOST || next == State.CONFLICT || next == State.FAILED) {
            warn(line);
        } else {
            end(line);
        }
    }

    private static boolean endsByItself(Problem problem) {
        return problem.code() == ProblemCode.KEY_LEFT_BEHIND;
    }

    private static String addition(State previous, long seconds, State next) {
        return switch (next) {
            case REGISTERED ->
                switch (previous) {
                    case LOST -> ", " + seconds + " s after it was lost";
                    case CONFLICT -> ", after " + seconds + " s of waiting";
                    default -> seconds == 0 ? "" : ", " + seconds + " s after the first attempt";
                };
            case PAUSED, DRAINING -> " (" + next + ")";
            default -> "";
        };
    }

    /** What to say when etcd holds nothing of a service any more. */
    static String releasedMessage(State state, Set<String> keys) {
        return switch (state) {
            case REGISTERED, LOST -> "Deregistered " + String.join(", ", keys);
            case REGISTERING, CONFLICT, FAILED -> "Nothing was registered";
            default -> "Stopped: nothing is registered";
        };
    }
}
