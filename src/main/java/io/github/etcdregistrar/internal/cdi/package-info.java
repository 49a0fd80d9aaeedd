/**
 * The edge: reads the configuration, composes the parts, runs the loop on the server's executor, and tells the
 * application. The only public way in is {@link io.github.etcdregistrar.internal.cdi.RegistrarBean}.
 */
package io.github.etcdregistrar.internal.cdi;
