/** Beans that are put into a WAR for one test. */
package io.github.etcdregistrar.servers.apps;
