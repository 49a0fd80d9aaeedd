/**
 * In the self-contained jar only: loads the adapter, with all that it needs, from an archive inside the jar, where it meets
 * no other version of the same library.
 */
package io.github.etcdregistrar.internal.bundle;
