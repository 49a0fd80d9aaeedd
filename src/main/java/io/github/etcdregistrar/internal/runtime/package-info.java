/**
 * One strategy for each application server that tells where it serves this application; by reflection, so that
 * nothing of a server is linked where it is absent. Knows the JDK only.
 */
package io.github.etcdregistrar.internal.runtime;
