/**
 * Finds the instances of services: lists what is below a prefix, watches it from that revision on, and publishes immutable
 * snapshots. Driven by calls of {@link io.github.etcdregistrar.internal.discovery.ServiceDiscovery#step()}; starts no thread.
 *
 * <p>Guaranteed: the list never has an instance that etcd never had. It loses none because etcd is away, and is marked stale
 * within two request timeouts of the last proof. A proof is a linearizable read of etcd's revision, up to which the watch has
 * told everything. Not guaranteed: that an instance in the list answers.
 */
package io.github.etcdregistrar.internal.discovery;
