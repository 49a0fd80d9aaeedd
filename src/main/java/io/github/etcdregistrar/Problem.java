package io.github.etcdregistrar;

/**
 * What is wrong, in one line and without a secret; the same words whenever the same is wrong.
 *
 * @param code its kind
 * @param message what it is in particular; line breaks and other control characters become spaces
 */
public record Problem(ProblemCode code, String message) {

    private static final int LONGEST = 1000;

    public Problem {
        message = oneLine(message).replaceFirst("[.\\s]+$", "");
    }

    /** By hand: the JDK keeps the class of which it was the last to make this, and with it the class loader. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Problem problem && code == problem.code && message.equals(problem.message);
    }

    @Override
    public int hashCode() {
        return 31 * code.hashCode() + message.hashCode();
    }

    /** Puts text of any origin on one line, and cuts it where it is too long for one. */
    public static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** As it is logged, and shown by the health checks: code, message, and what to do. */
    @Override
    public String toString() {
        return code + ": " + message + ". " + code.advice();
    }
}
