/** The health checks, which read the status from memory, and the readiness gate, which calls the checks of the application. */
package io.github.etcdregistrar.internal.health;
