package io.github.etcdregistrar;

import io.github.etcdregistrar.internal.registration.ConflictPolicy;
import java.util.EnumSet;
import java.util.Set;

/** How the registration of a service stands. Beside each state are those that can follow it. */
public enum State {
    /** Nothing is registered and nothing is attempted: not started, switched off, or deregistered. */
    OFF {
        @Override
        public Set<State> next() {
            return andAbsent(REGISTERING);
        }
    },
    /** Taken out because the application is about to stop, so that callers can let go first. */
    DRAINING {
        @Override
        public Set<State> next() {
            return andAbsent(REGISTERING);
        }
    },
    /** Taken out for maintenance, until it is resumed. */
    PAUSED {
        @Override
        public Set<State> next() {
            return andAbsent(REGISTERING);
        }
    },
    /** Not registered because nobody is to be sent here yet, or for now: the gate is closed. */
    NOT_READY {
        @Override
        public Set<State> next() {
            return andAbsent(REGISTERING);
        }
    },
    /** Being registered for the first time, or anew after having been taken out or given up; tried until it succeeds. */
    REGISTERING {
        @Override
        public Set<State> next() {
            return andAbsent(REGISTERED, CONFLICT, FAILED);
        }
    },
    /** The key stands in etcd under our lease, and the lease is alive by our own clock. */
    REGISTERED {
        @Override
        public Set<State> next() {
            return andAbsent(LOST, CONFLICT, FAILED);
        }
    },
    /** Was registered, and is not any more or cannot know; tried until it succeeds. */
    LOST {
        @Override
        public Set<State> next() {
            return andAbsent(REGISTERED, CONFLICT, FAILED);
        }
    },
    /** The key is held by somebody else, and we wait for it ({@link ConflictPolicy#WAIT}). */
    CONFLICT {
        @Override
        public Set<State> next() {
            return andAbsent(REGISTERED);
        }
    },
    /** The key is held by somebody else, and we have given up ({@link ConflictPolicy#FAIL}). */
    FAILED {
        @Override
        public Set<State> next() {
            return andAbsent(REGISTERING);
        }
    },
    /** The end: nothing is put any more. */
    STOPPED {
        @Override
        public Set<State> next() {
            return EnumSet.noneOf(State.class);
        }
    };

    /** The states that can follow. */
    public abstract Set<State> next();

    /** Whether nothing is to be registered, on purpose, and that can change. */
    public boolean isAbsent() {
        return compareTo(NOT_READY) <= 0;
    }

    /** Whether something is registered, or attempted. */
    public boolean isActive() {
        return compareTo(REGISTERING) >= 0 && compareTo(CONFLICT) <= 0;
    }

    /** Whatever it is doing, it can be taken out, and stopped. */
    private static Set<State> andAbsent(State... more) {
        Set<State> all = EnumSet.of(OFF, DRAINING, PAUSED, NOT_READY, STOPPED);
        all.addAll(Set.of(more));
        return all;
    }
}
