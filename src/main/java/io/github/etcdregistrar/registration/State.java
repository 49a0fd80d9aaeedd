package io.github.etcdregistrar.registration;

import java.util.EnumSet;
import java.util.Set;

/** How a registration stands. Beside each state are those that can follow it. */
public enum State {
    /** Nothing is registered and nothing is attempted: not started, switched off, or deregistered. */
    OFF {
        @Override
        Set<State> next() {
            return EnumSet.of(REGISTERING, STOPPED);
        }
    },
    /** Being registered for the first time, or anew after {@link #OFF} or {@link #FAILED}; tried until it succeeds. */
    REGISTERING {
        @Override
        Set<State> next() {
            return EnumSet.of(REGISTERED, CONFLICT, FAILED, OFF, STOPPED);
        }
    },
    /** The key stands in etcd under our lease, and the lease is alive by our own clock. */
    REGISTERED {
        @Override
        Set<State> next() {
            return EnumSet.of(LOST, CONFLICT, FAILED, OFF, STOPPED);
        }
    },
    /** Was registered, and is not any more or cannot know; tried until it succeeds. */
    LOST {
        @Override
        Set<State> next() {
            return EnumSet.of(REGISTERED, CONFLICT, FAILED, OFF, STOPPED);
        }
    },
    /** The key is held by somebody else, and we wait for it ({@link ConflictPolicy#WAIT}). */
    CONFLICT {
        @Override
        Set<State> next() {
            return EnumSet.of(REGISTERED, OFF, STOPPED);
        }
    },
    /** The key is held by somebody else, and we have given up ({@link ConflictPolicy#FAIL}). */
    FAILED {
        @Override
        Set<State> next() {
            return EnumSet.of(REGISTERING, OFF, STOPPED);
        }
    },
    /** The end: nothing is put any more. */
    STOPPED {
        @Override
        Set<State> next() {
            return EnumSet.noneOf(State.class);
        }
    };

    abstract Set<State> next();
}
