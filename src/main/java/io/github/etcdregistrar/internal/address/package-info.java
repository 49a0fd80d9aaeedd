/** Selects the address of this instance, and finds the name of this machine. Knows the JDK only. */
package io.github.etcdregistrar.internal.address;
