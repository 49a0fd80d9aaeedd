/**
 * Where the application server serves this application: asked of the server, by reflection only, so that nothing of a
 * server is linked where it is absent. Knows the JDK only.
 */
package io.github.etcdregistrar.internal.runtime;
