package io.github.etcdregistrar.servers.apps;

import io.github.etcdregistrar.Instance;
import io.github.etcdregistrar.RegistrationValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.locks.LockSupport;

/** Leaves a thread behind, and with it the application's class loader. */
@ApplicationScoped
public class LeakingValue implements RegistrationValue {
    @Override
    public String valueOf(Instance instance) {
        Thread thread = new Thread(LeakingValue::stay, "etcd-registrar, leaked by the test");
        thread.setDaemon(true);
        thread.start();
        return "leaking";
    }

    private static void stay() {
        while (true) {
            LockSupport.park();
        }
    }
}
