package io.github.etcdregistrar.servers;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A server with MicroProfile Rest Client. */
interface WithRestClient {

    /** Deploys an application that calls itself by a base URI, and undeploys it when it was answered. */
    void callsItself(String uri);

    @Test
    @Covers(Check.REST_CLIENT)
    @Order(3)
    default void aRestClientFindsAnInstance() {
        callsItself("http://shop.etcd/shop");
    }

    /** That of a server whose client does not make a URL of the base URI. */
    interface OfAnyScheme extends WithRestClient {
        @Test
        @Covers(Check.REST_CLIENT)
        @Order(3)
        default void aRestClientFindsAnInstanceByAnEtcdUri() {
            callsItself("etcd://shop/shop");
        }
    }
}
