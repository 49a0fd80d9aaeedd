package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The limits of etcd and of those who read it. */
public final class EntryLimits {

    /**
     * Etcd takes requests of 1.5 MiB ({@code --max-request-bytes}); this leaves room for what surrounds the entries.
     */
    private static final int MOST_BYTES = 1536 * 1024 - 4096;

    private EntryLimits() {}

    /**
     * Checks entries without asking etcd.
     *
     * @throws EtcdUnavailableException if etcd would refuse them, or nobody could read them
     */
    static void check(Map<String, String> entries) throws EtcdUnavailableException {
        int bytes = 0;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            String key = entry.getKey();
            if (key.isBlank() || key.endsWith("/") || isMisleading(key)) {
                throw new EtcdUnavailableException(
                        ProblemCode.NOTHING_TO_REGISTER,
                        "the key \"" + key
                                + "\" is empty, ends with a slash, or has control characters or . or .. between slashes",
                        null);
            }
            bytes += length(key) + length(entry.getValue());
        }
        if (bytes > MOST_BYTES) {
            throw new EtcdUnavailableException(
                    ProblemCode.TOO_LARGE,
                    "keys and values have " + bytes + " bytes, and at most " + MOST_BYTES + " are allowed",
                    null);
        }
    }

    /** Whether a key, or a part of one, has . or .. between slashes, or control characters. */
    public static boolean isMisleading(String path) {
        return path.matches("(.*/)?\\.\\.?(/.*)?") || path.codePoints().anyMatch(Character::isISOControl);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
