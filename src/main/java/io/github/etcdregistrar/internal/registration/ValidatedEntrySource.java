package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.ProblemCode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks what to register, and checks that it can be. What goes wrong here is the application's or the machine's. */
final class ValidatedEntrySource {

    private final EntrySource source;
    private final Function<String, Optional<String>> owner;

    /**
     * Asks nothing yet.
     *
     * @param owner which other service of ours a key belongs to, if any
     */
    ValidatedEntrySource(EntrySource source, Function<String, Optional<String>> owner) {
        this.source = source;
        this.owner = owner;
    }

    /** Whether a key belongs to another service of ours. */
    boolean isOfAnother(String key) {
        return owner.apply(key).isPresent();
    }

    /** {@link EntrySource#hasChanged()}. */
    boolean hasChanged() throws EtcdUnavailableException {
        return ask(source::hasChanged);
    }

    /** {@link EntrySource#entries}, which etcd would take, and which are no other service's. */
    Map<String, String> entries(long lease) throws EtcdUnavailableException {
        Map<String, String> entries = ask(() -> source.entries(lease));
        EntryLimits.check(entries);
        for (String key : entries.keySet()) {
            Optional<String> other = owner.apply(key);
            if (other.isPresent()) {
                throw new EtcdUnavailableException(
                        ProblemCode.NOTHING_TO_REGISTER,
                        "the key " + key + " is that of " + other.get() + ", too: set its prefix or its key",
                        null);
            }
        }
        return entries;
    }

    private static <T> T ask(Supplier<T> question) throws EtcdUnavailableException {
        try {
            return question.get();
        } catch (RuntimeException | LinkageError e) {
            boolean ours = e instanceof IllegalStateException && e.getMessage() != null;
            throw new EtcdUnavailableException(
                    ProblemCode.NOTHING_TO_REGISTER, ours ? e.getMessage() : e.toString(), e);
        }
    }
}
