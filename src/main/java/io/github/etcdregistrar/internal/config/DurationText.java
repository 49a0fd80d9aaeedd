package io.github.etcdregistrar.internal.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
final class DurationText {

    /** What is accepted, to follow "it must be". */
    static final String FORMS = "a duration such as 5 (seconds), 500ms, 5s, 2m, 1h or PT5S";

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern PART = Pattern.compile("(?<number>\\d+(\\.\\d+)?)\\s*(?<unit>ms|s|m|h|d)\\s*");

    private DurationText() {}

    /**
     * Reads a number of seconds, numbers with units ({@code 1m30s}), or ISO 8601 ({@code PT5S}).
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    static Duration parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        try {
            if (NUMBER.matcher(lower).matches()) {
                return times(lower, Duration.ofSeconds(1));
            }
            if (lower.matches("[-+]?p.*")) {
                return Duration.parse(text);
            }
            String amount = lower.startsWith("-") ? lower.substring(1) : lower;
            Duration sum = sum(amount, text);
            return amount.equals(lower) ? sum : sum.negated();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(text + " is not a duration", e);
        }
    }

    private static Duration sum(String parts, String text) {
        Matcher part = PART.matcher(parts);
        Duration sum = Duration.ZERO;
        int end = 0;
        for (; end < parts.length(); end = part.end()) {
            if (!part.find(end) || part.start() != end) {
                throw new IllegalArgumentException(text + " is not a duration");
            }
            sum = sum.plus(times(part.group("number"), unit(part.group("unit"))));
        }
        return sum;
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    private static Duration times(String number, Duration unit) {
        return Duration.ofNanos(new BigDecimal(number)
                .multiply(BigDecimal.valueOf(unit.toNanos()))
                .toBigInteger()
                .longValueExact());
    }

    /** Writes a duration in the largest unit that needs no fraction: {@code 5s}, {@code 500ms}, {@code 1h}. */
    static String of(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        for (String unit : new String[] {"h", "m", "s"}) {
            if (duration.toNanos() % unit(unit).toNanos() == 0) {
                return duration.dividedBy(unit(unit)) + unit;
            }
        }
        return duration.toMillis() + "ms";
    }
}
