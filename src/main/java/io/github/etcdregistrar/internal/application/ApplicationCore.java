package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.StateChange;
import io.github.etcdregistrar.internal.address.Network;
import io.github.etcdregistrar.internal.bootstrap.Core;
import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import io.github.etcdregistrar.internal.config.ConfigReader;
import io.github.etcdregistrar.internal.config.ModuleConfig;
import io.github.etcdregistrar.internal.config.PropertyCatalog;
import io.github.etcdregistrar.internal.config.RegistrarConfig;
import io.github.etcdregistrar.internal.jetcd.JetcdClient;
import io.github.etcdregistrar.internal.runtime.ServerRuntime;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** What the beans and the API ask; {@link Core} finds it by its name. */
public final class ApplicationCore implements Core {

    private volatile boolean validated;

    @Override
    public ManagedRegistrar registrar(
            Event<StateChange> events, Instance<RegistrationValue> values, Instance<Object> beans) {
        return new RegistrarBean(events, values, beans, Network.ofThisMachine());
    }

    @Override
    public void validate() {
        validated = true;
        RegistrarConfig.read(ModuleConfig.get());
    }

    @Override
    public boolean hasReadinessCheck() {
        return new ConfigReader(ModuleConfig.get()).flag("readiness", false);
    }

    @Override
    public boolean startsInBuild() {
        // Who validates has portable extensions and so no such build. To look for a class that is not there takes long.
        return !validated && ServerRuntime.startsInBuild();
    }

    @Override
    public void checkProperty(String name) {
        PropertyCatalog.checkProperty(name);
    }

    @Override
    public Optional<String> nameProblem(String service) {
        return PropertyCatalog.nameProblem(service);
    }

    @Override
    public Supplier<Object> jetcdClients() {
        Config source = ModuleConfig.get();
        return () -> JetcdClient.open(RegistrarConfig.read(source).client());
    }

    @Override
    public void closeJetcdClient(Object client) {
        JetcdClient.close(client);
    }
}
