/** What users get on the application servers that they run: the samples, deployed to real ones. */
package io.github.etcdregistrar.servers;
