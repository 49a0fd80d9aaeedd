package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.internal.bootstrap.Gate;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;

/**
 * Closed while a readiness check of the application is DOWN. Our own checks are not asked: they depend on the
 * registration, which depends on this. It activates the request context itself: for an interceptor the
 * container would make a class in every application.
 */
final class ReadinessGate implements Gate {

    private static final String OURS = ReadinessGate.class.getPackageName() + ".";

    private final Instance<HealthCheck> checks;
    private final RequestContextController requestContext;

    /**
     * Finds the checks.
     *
     * @param beans all beans
     */
    ReadinessGate(Instance<Object> beans) {
        this.checks = beans.select(HealthCheck.class, Readiness.Literal.INSTANCE);
        this.requestContext = beans.select(RequestContextController.class).get();
    }

    @Override
    public String name() {
        return "the readiness checks";
    }

    /** Calls the checks as a request would find them: with a request context. */
    @Override
    public Optional<String> closedReason() {
        boolean activated = requestContext.activate();
        try {
            return downChecks();
        } finally {
            if (activated) {
                requestContext.deactivate();
            }
        }
    }

    private Optional<String> downChecks() {
        // Sorted, so that the text stays while the same checks are DOWN.
        TreeSet<String> down = new TreeSet<>();
        for (Instance.Handle<HealthCheck> check : checks.handles()) {
            // Before an instance is made. By name, because an EAR can have several of us, each with classes of its
            // own.
            if (!check.getBean().getBeanClass().getName().startsWith(OURS)) {
                downReason(check).ifPresent(down::add);
            }
        }
        return down.isEmpty() ? Optional.empty() : Optional.of("not ready: " + String.join(", ", down));
    }

    /** The name of a check that is DOWN; empty if it is UP. */
    private static Optional<String> downReason(Instance.Handle<HealthCheck> check) {
        Bean<HealthCheck> bean = check.getBean();
        try {
            HealthCheckResponse response = check.get().call();
            return response.getStatus() == Status.UP ? Optional.empty() : Optional.of(response.getName());
        } catch (RuntimeException | Error e) {
            return Optional.of(bean.getBeanClass().getName() + " ("
                    + Problem.oneLine(e.toString().strip().replaceAll("\\s+", " ")) + ")");
        } finally {
            if (bean.getScope() == Dependent.class) {
                // Made for this call. Any other instance belongs to its scope.
                check.destroy();
            }
        }
    }
}
