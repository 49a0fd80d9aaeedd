/** The beans, observers and extensions that the container finds. */
package io.github.etcdregistrar.internal.cdi;
