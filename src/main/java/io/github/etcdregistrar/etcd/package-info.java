/**
 * The adapter: {@link io.github.etcdregistrar.registration.Registry} over etcd's gRPC protocol, with the messages and
 * stubs of jetcd. The only package that knows jetcd, gRPC or Netty.
 */
package io.github.etcdregistrar.etcd;
