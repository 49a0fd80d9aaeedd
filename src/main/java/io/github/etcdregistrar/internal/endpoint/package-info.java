/** Where etcd's members are: configured, or found by DNS. Knows the JDK only. */
package io.github.etcdregistrar.internal.endpoint;
