package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.ProblemCode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks for the desired entries and validates them. A failure here comes from the application or the machine. */
final class ValidatedEntrySource {

    private final EntrySource source;
    private final Function<String, Optional<String>> owner;

    /**
     * Makes a source that checks what another supplies.
     *
     * @param owner the other service of ours that owns a key, if any
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

    /** {@link EntrySource#isLeftBehind}. */
    boolean isLeftBehind(Entry entry) throws EtcdUnavailableException {
        return ask(() -> source.isLeftBehind(entry));
    }

    /** {@link EntrySource#entries}, which etcd would take, and which belong to no other service. */
    Map<String, String> entries(long lease) throws EtcdUnavailableException {
        Map<String, String> entries = ask(() -> source.entries(lease));
        EntryLimits.check(entries);
        for (String key : entries.keySet()) {
            Optional<String> other = owner.apply(key);
            if (other.isPresent()) {
                throw new EtcdUnavailableException(
                        ProblemCode.NOTHING_TO_REGISTER,
                        "the key " + key + " is already used by service " + other.get()
                                + ": configure another prefix or key",
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
