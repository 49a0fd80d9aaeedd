/** Readiness gates: they decide whether the application may be registered yet. */
package io.github.etcdregistrar.internal.gate;
