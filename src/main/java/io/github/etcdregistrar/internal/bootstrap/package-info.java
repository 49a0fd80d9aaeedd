/**
 * What the API and the beans know of the rest. The rest is in a nested archive of the self-contained jar, because a server
 * looks at each class of an application while it deploys it.
 */
package io.github.etcdregistrar.internal.bootstrap;
