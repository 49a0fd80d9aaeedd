/** The health checks. They read a status that is in memory, and do no I/O. Added by the CDI extension. */
package io.github.etcdregistrar.health;
