/**
 * The heart: a state machine that holds one lease and what is claimed under it.
 *
 * <p>{@link io.github.etcdregistrar.internal.registration.Registration} is driven by calls of one method, reads time through
 * {@link io.github.etcdregistrar.internal.registration.TimeAndRandom} and reaches etcd through the port
 * {@link io.github.etcdregistrar.internal.registration.EtcdClient}. It knows the JDK only: no CDI, no MicroProfile, no jetcd.
 */
package io.github.etcdregistrar.internal.registration;
