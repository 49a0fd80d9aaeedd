/** The composition root: beans, observers, the loop on the server's executor, and CDI events. */
package io.github.etcdregistrar.internal.cdi;
