/**
 * In the self-contained jar only: loads the adapter, with all that it needs, from an archive inside the jar. Servers
 * scan every class in a WAR; they do not find those in the archive, so they cost the deployment nothing and meet no
 * other version of the same library.
 */
package io.github.etcdregistrar.internal.bundle;
