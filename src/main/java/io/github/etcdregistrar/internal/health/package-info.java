/** The health checks. They read a status that is in memory, and do no I/O. */
package io.github.etcdregistrar.internal.health;
