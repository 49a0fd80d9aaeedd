package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.Problem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * A property in one source.
 *
 * @param name the property's whole name
 * @param raw the text as it is written; null if absent
 * @param resolved the text with every {@code ${…}} replaced; null, or an exception, if one cannot be
 * @param source where the text is, for people
 */
record Property(String name, String raw, Supplier<String> resolved, String source) {

    private static final Logger LOG = System.getLogger(Property.class.getName());
    private static final int LONGEST_SHOWN = 120;

    static Property of(String name, ConfigValue value) {
        return new Property(name, value.getRawValue(), value::getValue, value.getSourceName());
    }

    /** A property without {@code ${…}}. */
    static Property of(String name, String text, String source) {
        return new Property(name, text, () -> text, source);
    }

    /** Whether it is there, even if empty. */
    boolean isThere() {
        return raw != null;
    }

    /** Whether it is there and not empty. MicroProfile Config takes an empty text for absent. */
    boolean isSet() {
        return raw != null && !raw.isBlank();
    }

    /** The text; empty if it refers to a property that does not exist. */
    Optional<String> text() {
        try {
            return Optional.ofNullable(resolved.get());
        } catch (NoSuchElementException e) {
            // Servers differ: an expression that cannot be resolved is null or an exception.
            LOG.log(Level.DEBUG, name, e);
            return Optional.empty();
        }
    }

    /** The value, without secrets: a password can be in a URL. */
    String shown(boolean secret) {
        String text = String.valueOf(raw);
        String harmless = secret || text.contains("PRIVATE KEY-----")
                ? "***"
                : Problem.oneLine(name.matches(".*\\.(endpoints|url)") ? withoutUsers(text) : text);
        return harmless.length() <= LONGEST_SHOWN ? harmless : harmless.substring(0, LONGEST_SHOWN) + "…";
    }

    /** Where it stands, for the end of a sentence. */
    String from() {
        return " (from " + Problem.oneLine(String.valueOf(source)) + ")";
    }

    private static String withoutUsers(String urls) {
        return !urls.contains("@") ? urls : urls.replaceAll("([A-Za-z]+://)?[^,]*@", "$1***@");
    }
}
