/** The composition root: what one application has of everything, and the loop on the server's executor. */
package io.github.etcdregistrar.internal.application;
