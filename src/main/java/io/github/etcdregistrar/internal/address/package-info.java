/** Who am I: the address, process, key and description of this instance. Knows the JDK only. */
package io.github.etcdregistrar.internal.address;
