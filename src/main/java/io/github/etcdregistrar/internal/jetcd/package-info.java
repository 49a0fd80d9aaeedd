/** The edge to jetcd's own client, which an application can have beside us. Loaded when one is first used. */
package io.github.etcdregistrar.internal.jetcd;
