package io.github.etcdregistrar.servers.apps;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.PutOption;
import io.github.etcdregistrar.Registrar;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Uses jetcd's client on a thread of the server. */
@Path("/jetcd")
@RequestScoped
public class JetcdResource {

    @Inject
    Client client;

    @Inject
    Registrar registrar;

    /** Watches a key, puts it under the lease of the registration, and locks; says how many keys there are. */
    @GET
    public String use() throws Exception {
        ByteSequence key = ByteSequence.from("/jetcd/key", StandardCharsets.UTF_8);
        long lease = registrar.status().lease();
        CountDownLatch seen = new CountDownLatch(1);
        try (Watch.Watcher watcher = client.getWatchClient().watch(key, Watch.listener(response -> seen.countDown()))) {
            client.getKVClient()
                    .put(key, key, PutOption.builder().withLeaseId(lease).build())
                    .get(30, TimeUnit.SECONDS);
            if (!seen.await(30, TimeUnit.SECONDS)) {
                return "nothing seen by " + watcher;
            }
        }
        ByteSequence name = ByteSequence.from("/jetcd/lock", StandardCharsets.UTF_8);
        client.getLockClient().lock(name, lease).get(30, TimeUnit.SECONDS);
        return client.getKVClient().get(key).get(30, TimeUnit.SECONDS).getCount() + " key";
    }
}
