package io.github.etcdregistrar.servers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The row of a class in the table of runtimes. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Runtime {
    /** The name of the runtime. */
    String value();

    /** The system property with its version. */
    String version();

    /** The feature release of the JDK on which it runs in any case, if it does not run on that of all servers. */
    int java() default 0;

    /** Columns that it cannot have, each with the reason: {@code METRICS: it has no metrics}. */
    String[] without() default {};
}
