package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The names of properties, which are those that the readers ask for; names of services must differ from them. */
public final class PropertyCatalog {

    private static final String METADATA = "metadata";

    /** The properties of a service, without {@code metadata.*}. */
    private static final List<String> SERVICE_PROPERTIES = asked(ServiceConfig::read);

    /** The properties that exist once for all services. */
    private static final List<String> GLOBAL_PROPERTIES = asked(RegistrarConfig::read).stream()
            .filter(name -> !SERVICE_PROPERTIES.contains(name))
            .toList();

    private PropertyCatalog() {}

    private static List<String> asked(Consumer<ConfigReader> reader) {
        ConfigReader nothing = new ConfigReader(PropertySource.none());
        reader.accept(nothing);
        return nothing.settings().known();
    }

    /**
     * Validates the name of a property that the application sets for a service.
     *
     * @throws IllegalArgumentException if services have no such property
     */
    public static void checkProperty(String name) {
        if (!isOfAService(name)) {
            throw new IllegalArgumentException(
                    GLOBAL_PROPERTIES.contains(name)
                            ? ConfigReader.PREFIX + name + " applies to all services: a service cannot have a property "
                                    + name
                            : "A service has no property " + Problem.oneLine(name) + ". Did you mean "
                                    + Spelling.nearest(name, SERVICE_PROPERTIES) + "?");
        }
    }

    /** What a name of a service must be, if it is invalid. */
    public static Optional<String> nameProblem(String service) {
        if (!service.matches("[A-Za-z0-9_-]+")) {
            return Optional.of("of letters, digits, - and _");
        }
        return Stream.of(
                        SERVICE_PROPERTIES,
                        GLOBAL_PROPERTIES,
                        List.of(METADATA + ".*", DiscoveryConfig.DISCOVERY + "*"))
                .flatMap(List::stream)
                .filter(name -> normalized(first(name)).equals(normalized(service)))
                .findFirst()
                .map(name ->
                        "different from " + service + ", because there is a property " + ConfigReader.PREFIX + name);
    }

    /**
     * Whether a listed name means a property: some sources list those of the environment as {@code request.timeout}.
     */
    static boolean same(String name, String listed) {
        return bare(name).equals(bare(listed)) || normalized(name).equals(bare(listed));
    }

    /** A name without what the environment cannot tell apart. */
    static String normalized(String name) {
        return bare(name).toLowerCase(Locale.ROOT);
    }

    /**
     * Names the property that is probably meant by one that does not exist.
     *
     * @param from where it stands, see {@link Property#from}
     */
    static String unknownPropertyWarning(String name, String from, Collection<String> known) {
        String none = "There is no property " + ConfigReader.PREFIX + Problem.oneLine(name) + from;
        String service = first(name);
        String rest = name.substring(Math.min(name.length(), service.length() + 1));
        boolean canBeAService = !rest.isEmpty() && nameProblem(service).isEmpty();
        Optional<String> ofAll = GLOBAL_PROPERTIES.stream()
                .filter(other -> canBeAService && same(other, rest))
                .findFirst();
        return ofAll.map(other -> none + ": " + ConfigReader.PREFIX + other + " applies to all services")
                .orElseGet(() -> none
                        // A configured service would have made it known.
                        + (canBeAService && isOfAService(rest) ? ", unless a service is named " + service : "")
                        + ". Did you mean " + ConfigReader.PREFIX + Spelling.nearest(name, known) + "?");
    }

    private static boolean isOfAService(String name) {
        return SERVICE_PROPERTIES.contains(name) || name.matches(METADATA + "\\..+");
    }

    private static String first(String name) {
        return name.split("\\.", 2)[0];
    }

    private static String bare(String name) {
        return name.replaceAll("[^A-Za-z0-9]", ".");
    }
}
