package io.github.etcdregistrar;

/**
 * What is wrong, in one line without secrets. The same problem has the same words.
 *
 * @param code the kind of problem
 * @param message the particulars; line breaks and other control characters become spaces
 */
public record Problem(ProblemCode code, String message) {

    private static final int LONGEST = 1000;

    public Problem {
        message = oneLine(message).replaceFirst("[.\\s]+$", "");
    }

    /** By hand: the JDK keeps the last class for which it made this method, and with it the class loader. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Problem problem && code == problem.code && message.equals(problem.message);
    }

    @Override
    public int hashCode() {
        return 31 * code.hashCode() + message.hashCode();
    }

    /** Puts any text on one line, and cuts it if it is too long. */
    public static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** As in the log and in health data: code, message, and what to do. */
    @Override
    public String toString() {
        return code + ": " + message + ". " + code.advice();
    }
}
