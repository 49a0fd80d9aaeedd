/** MicroProfile Rest Client with URIs of services, through the specification's own interfaces. */
package io.github.etcdregistrar.internal.rest;
