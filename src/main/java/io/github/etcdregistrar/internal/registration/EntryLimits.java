package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What etcd, and those who read it, can take. */
public final class EntryLimits {

    /** Etcd takes requests of 1.5 MiB ({@code --max-request-bytes}); this leaves room for what is around the entries. */
    private static final int MOST_BYTES = 1536 * 1024 - 4096;

    private EntryLimits() {}

    /**
     * Checks what is to be registered, so that etcd need not be asked.
     *
     * @throws EtcdUnavailableException if etcd would not take it, or nobody could read it
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
                    "key and value have " + bytes + " bytes, and etcd takes " + MOST_BYTES,
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
