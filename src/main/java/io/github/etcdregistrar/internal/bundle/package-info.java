/**
 * In the bundle only: loads the adapter, with all that it needs, from an archive inside our jar. Servers look through
 * every class that they find in a WAR; what is in the archive they do not find, so it costs the deployment nothing, and
 * it meets no other version of the same library.
 */
package io.github.etcdregistrar.internal.bundle;
