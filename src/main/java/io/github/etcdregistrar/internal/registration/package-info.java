/**
 * The core: reconciles one lease, and the claims of all services under it, with etcd.
 *
 * <p>{@link io.github.etcdregistrar.internal.registration.Registration} is driven by calls of one method, takes time
 * from {@link io.github.etcdregistrar.internal.registration.TimeAndRandom} and reaches etcd through the port {@link
 * io.github.etcdregistrar.internal.registration.EtcdClient}. It knows the JDK and the API only.
 */
package io.github.etcdregistrar.internal.registration;
