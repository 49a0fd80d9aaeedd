package io.github.etcdregistrar.testing;

import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The class path of this JVM. */
public final class ClassPath {

    /** What the build adds for integration tests that name classes which the jar hides. */
    private static final String HIDDEN = "core.classes";

    private ClassPath() {}

    /** For a process that has the jar as users have it. */
    public static String asUsersHaveIt() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith(HIDDEN))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
