package io.github.etcdregistrar.internal.metrics;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Gauge;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.Metric;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * What we use of a registry, with the ways of Open Liberty's: applications share it, and it adds a tag to what is
 * registered or asked for, but not to what is removed.
 */
public final class FakeMetricRegistry implements InvocationHandler {

    final Map<MetricID, Metric> metrics = new TreeMap<>();
    final Map<String, Metadata> metadata = new TreeMap<>();
    final List<Duration> durations = new ArrayList<>();
    private final MetricRegistry registry = proxy(MetricRegistry.class, this);

    public MetricRegistry registry() {
        return registry;
    }

    /** How many metrics it shows. */
    public int size() {
        return metrics.size();
    }

    /** The only metric with that name and all of these tags. */
    Metric metric(String name, String... tags) {
        List<Map.Entry<MetricID, Metric>> found = metrics.entrySet().stream()
                .filter(metric -> metric.getKey().getName().equals(name))
                .filter(metric -> metric.getKey().getTagsAsList().stream()
                        .map(tag -> tag.getTagName() + "=" + tag.getTagValue())
                        .toList()
                        .containsAll(List.of(tags)))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(name + Arrays.toString(tags) + ": " + found);
        }
        return found.get(0).getValue();
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "gauge" -> {
                Supplier<?> value = (Supplier<?>) arguments[1];
                yield add((Metadata) arguments[0], (Tag[]) arguments[2], proxy(Gauge.class, (p, m, a) -> value.get()));
            }
            case "counter" -> add((Metadata) arguments[0], (Tag[]) arguments[1], counter());
            case "timer" -> add((Metadata) arguments[0], (Tag[]) arguments[1], timer());
            case "getMetric" -> metrics.get(tagged((MetricID) arguments[0]));
            case "getMetrics" -> Map.copyOf(metrics);
            case "remove" -> metrics.remove((MetricID) arguments[0]) != null;
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private Metric add(Metadata described, Tag[] tags, Metric metric) {
        metadata.put(described.getName(), described);
        return metrics.computeIfAbsent(tagged(new MetricID(described.getName(), tags)), id -> metric);
    }

    private static MetricID tagged(MetricID id) {
        List<Tag> tags = new ArrayList<>(id.getTagsAsList());
        tags.add(new Tag("mp_app", "configured"));
        return new MetricID(id.getName(), tags.toArray(Tag[]::new));
    }

    private static Counter counter() {
        AtomicLong count = new AtomicLong();
        return proxy(
                Counter.class,
                (self, method, arguments) -> method.getName().equals("inc") ? inc(count) : (Object) count.get());
    }

    private static Object inc(AtomicLong count) {
        count.incrementAndGet();
        return null;
    }

    private Timer timer() {
        return proxy(Timer.class, (self, method, arguments) -> {
            durations.add((Duration) arguments[0]);
            return null;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                FakeMetricRegistry.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> type.getSimpleName();
                    default -> handler.invoke(self, method, arguments);
                }));
    }
}
