package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.Problem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * What one source says of a property, if it says anything.
 *
 * @param name the property's whole name
 * @param raw the text as it is written there; null if there is none
 * @param resolved the text with every {@code ${…}} replaced; null, or an exception, if one cannot be
 * @param source where that is, for people
 */
record Property(String name, String raw, Supplier<String> resolved, String source) {

    private static final Logger LOG = System.getLogger(Property.class.getName());
    private static final int LONGEST_SHOWN = 120;

    static Property of(String name, ConfigValue value) {
        return new Property(name, value.getRawValue(), value::getValue, value.getSourceName());
    }

    /** Of what has no {@code ${…}}. */
    static Property of(String name, String text, String source) {
        return new Property(name, text, () -> text, source);
    }

    /** Whether there is anything, be it empty. */
    boolean isThere() {
        return raw != null;
    }

    /** Whether there is something. An empty text MicroProfile Config takes for absent. */
    boolean isSet() {
        return raw != null && !raw.isBlank();
    }

    /** The text; empty where it refers to what does not exist. */
    Optional<String> text() {
        try {
            return Optional.ofNullable(resolved.get());
        } catch (NoSuchElementException e) {
            // Servers differ: an expression that cannot be resolved is null to one and an exception to another.
            LOG.log(Level.DEBUG, name, e);
            return Optional.empty();
        }
    }

    /** The value and where it came from. It can be more secret than it should be: a password can stand in a URL. */
    String shown(boolean secret) {
        String text = String.valueOf(raw);
        String harmless = secret || text.contains("PRIVATE KEY-----")
                ? "***"
                : Problem.oneLine(name.matches(".*\\.(endpoints|url)") ? withoutUsers(text) : text);
        String brief = harmless.length() <= LONGEST_SHOWN ? harmless : harmless.substring(0, LONGEST_SHOWN) + "…";
        return brief + " (from " + Problem.oneLine(String.valueOf(source)) + ")";
    }

    private static String withoutUsers(String urls) {
        return urls.replaceAll("([A-Za-z]+://)?[^,]*@", "$1***@");
    }
}
