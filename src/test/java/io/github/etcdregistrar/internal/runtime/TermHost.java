package io.github.etcdregistrar.internal.runtime;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A JVM to be ended by SIGTERM. Its arguments are what to do first, in that order, and each is {@code what:name}; after
 * that it says "ready". {@code run}, {@code wait} and {@code fail} are applications, each with a class loader of its own,
 * whose actions print their names and then end, or do not, or throw. {@code close} closes one, {@code collect} waits until
 * its class loader is gone. {@code churn} is one that comes and goes many times. {@code another} is a handler of somebody else, which prints its name and passes the signal on;
 * {@code default} is what the system does by default.
 */
public final class TermHost {
    private static final Map<String, AutoCloseable> OPEN = new HashMap<>();
    private static final Map<String, WeakReference<ClassLoader>> LOADERS = new HashMap<>();

    private TermHost() {}

    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) {
            String[] words = argument.split(":");
            prepare(words[0], words[1]);
        }
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private static void prepare(String what, String name) throws Exception {
        switch (what) {
            case "run" -> open(name, () -> System.out.println(name));
            case "wait" -> open(name, () -> waitForEver(name));
            case "fail" ->
                open(name, () -> {
                    System.out.println(name);
                    throw new AssertionError(name);
                });
            case "churn" -> churn(name);
            case "close" -> OPEN.remove(name).close();
            case "collect" -> collect(name);
            case "another" -> another(name);
            case "default" -> install(handlers().getField("SIG_DFL").get(null));
            default -> throw new IllegalArgumentException(what);
        }
    }

    /** As an application would, which has our jar in itself. */
    private static void open(String name, Runnable action) throws ReflectiveOperationException {
        URL classes =
                TerminationHooks.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
        LOADERS.put(name, new WeakReference<>(loader));
        Thread.currentThread().setContextClassLoader(loader);
        OPEN.put(name, (AutoCloseable) Class.forName(TerminationHooks.class.getName(), true, loader)
                .getMethod("before", Runnable.class)
                .invoke(null, action));
        Thread.currentThread().setContextClassLoader(null);
    }

    /** As redeploys of two applications by turns, and of a third: nothing of them may stay in the chain. */
    private static void churn(String name) throws Exception {
        OPEN.put(name, TerminationHooks.before(() -> System.out.println(name)));
        for (int round = 0; round < 20_000; round++) {
            AutoCloseable newer = TerminationHooks.before(() -> System.out.println(name));
            OPEN.put(name, newer).close();
            TerminationHooks.before(() -> System.out.println("third")).close();
        }
    }

    private static void waitForEver(String name) {
        System.out.println(name);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collect(String name) throws InterruptedException {
        for (int round = 0; round < 200 && LOADERS.get(name).get() != null; round++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        System.out.println(name + (LOADERS.get(name).get() == null ? " collected" : " leaked"));
    }

    private static void another(String name) throws ReflectiveOperationException {
        Object[] next = new Object[1];
        next[0] = install(Proxy.newProxyInstance(
                TermHost.class.getClassLoader(), new Class<?>[] {handlers()}, (proxy, method, signal) -> {
                    System.out.println(name);
                    return method.invoke(next[0], signal);
                }));
    }

    private static Object install(Object handler) throws ReflectiveOperationException {
        Class<?> signals = Class.forName("sun.misc.Signal");
        Object term = signals.getConstructor(String.class).newInstance("TERM");
        return signals.getMethod("handle", signals, handlers()).invoke(null, term, handler);
    }

    private static Class<?> handlers() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }
}
