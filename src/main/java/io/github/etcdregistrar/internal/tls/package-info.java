/** What TLS needs of files, made with the JDK alone: for our own client and for jetcd's. */
package io.github.etcdregistrar.internal.tls;
