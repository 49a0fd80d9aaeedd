package io.github.etcdregistrar.servers.apps;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;

/** Takes its time to start, after everybody else has. */
@ApplicationScoped
public class SlowStart {
    void start(@Observes @Priority(Integer.MAX_VALUE) @Initialized(ApplicationScoped.class) Object event)
            throws InterruptedException {
        Thread.sleep(3000);
    }
}
