/**
 * The fault suite: what our registrar promises under every fault of etcd, the network and the process, tried on real
 * processes.
 *
 * <p>A {@link io.github.etcdregistrar.faults.FaultCase} is one row of the table of promises. It plays in a
 * {@link io.github.etcdregistrar.faults.Scene}: etcd, of one member or of three, a
 * {@link io.github.etcdregistrar.faults.FaultProxy} before each, and an application in a JVM of its own. An
 * {@link io.github.etcdregistrar.faults.Observation} watches etcd all the while and judges by what etcd holds, not by
 * what the application says. The same cases can be played with the usual jetcd recipe instead, for comparison.
 */
package io.github.etcdregistrar.faults;
