/**
 * The API: all that an application imports. Everything else is below {@code internal} and can change at any time.
 *
 * <p>Guaranteed: while the state is {@link io.github.etcdregistrar.State#REGISTERED} the lease is alive by the monotonic clock
 * of this process; a key that somebody else holds is not overwritten unless the configuration says so; after a stop nothing is
 * registered. Not guaranteed: that a reader of etcd sees a key at every moment, since etcd can lose it, and that the application
 * behind a key answers.
 */
package io.github.etcdregistrar;
