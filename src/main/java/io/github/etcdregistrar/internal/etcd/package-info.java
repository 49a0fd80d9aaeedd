/**
 * The adapter: {@link io.github.etcdregistrar.internal.registration.EtcdClient} over etcd's gRPC protocol, with the messages and
 * stubs of jetcd. The only package that knows jetcd, gRPC or Netty.
 */
package io.github.etcdregistrar.internal.etcd;
