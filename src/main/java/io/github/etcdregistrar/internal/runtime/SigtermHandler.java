package io.github.etcdregistrar.internal.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * SIGTERM and its handlers: {@code sun.misc.Signal}, by reflection, because not every JDK has it. A handler is an {@code
 * Object} here, for its type has no name that we can use.
 */
final class SigtermHandler {

    /** The boot class loader would do, too, but {@link MethodHandleProxies} takes the context class loader for it. */
    private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();

    private final Class<?> signals;
    private final Class<?> handlers;
    private final Object term;
    private final Object byDefault;
    private final Object ignore;
    private final Method install;
    private final Method handle;

    /**
     * Looks for it.
     *
     * @throws ReflectiveOperationException if this JDK does not have it
     */
    SigtermHandler() throws ReflectiveOperationException {
        signals = Class.forName("sun.misc.Signal", true, JDK);
        handlers = Class.forName("sun.misc.SignalHandler", true, JDK);
        term = signals.getConstructor(String.class).newInstance("TERM");
        byDefault = handlers.getField("SIG_DFL").get(null);
        ignore = handlers.getField("SIG_IGN").get(null);
        install = signals.getMethod("handle", signals, handlers);
        handle = handlers.getMethod("handle", signals);
    }

    /** What to hold while looking at handlers and changing them: one for the whole JVM. */
    Object lock() {
        return signals;
    }

    /**
     * Makes this the handler of SIGTERM.
     *
     * @return the one that it was until now
     * @throws ReflectiveOperationException if the JVM does not let us, as with {@code -Xrs}
     * @throws IllegalStateException if it was the operating system's, which cannot be called, and so it stays
     */
    Object install(Object handler) throws ReflectiveOperationException {
        Object before = install.invoke(null, term, handler);
        if (before == byDefault || before == ignore) {
            install.invoke(null, term, before);
            throw new IllegalStateException("SIGTERM is left to the operating system");
        }
        return before;
    }

    /** Has a handler do what it does. */
    void call(Object handler) throws ReflectiveOperationException {
        handle.invoke(handler, term);
    }

    /**
     * Makes a handler that does what is in the slot. It is also a {@link UnaryOperator}. It consists of the JDK's classes
     * only, and so does its own class, which is the same for all that are made in a JVM, from whichever class loader.
     */
    Object handler(AtomicReference<InvocationHandler> slot) throws ReflectiveOperationException {
        MethodHandle inSlot = MethodHandles.publicLookup()
                .bind(slot, "get", MethodType.methodType(Object.class))
                .asType(MethodType.methodType(InvocationHandler.class));
        MethodHandle invoke = MethodHandles.publicLookup()
                .findVirtual(
                        InvocationHandler.class,
                        "invoke",
                        MethodType.methodType(Object.class, Object.class, Method.class, Object[].class));
        return Proxy.newProxyInstance(
                JDK,
                new Class<?>[] {handlers, UnaryOperator.class},
                ofTheJdk(MethodHandles.foldArguments(invoke, inSlot)));
    }

    /**
     * What is left in a slot: passes the signal on to a handler, which it also returns whatever else it is asked. Consists
     * of the JDK's classes only.
     */
    InvocationHandler passingOnTo(Object next) throws ReflectiveOperationException {
        MethodHandle isSignal = MethodHandles.publicLookup()
                .bind(handle, "equals", MethodType.methodType(boolean.class, Object.class))
                .asType(MethodType.methodType(boolean.class, Method.class));
        MethodHandle pass = MethodHandles.publicLookup()
                .unreflect(handle)
                .bindTo(next)
                .asSpreader(Object[].class, 1)
                .asType(MethodType.methodType(Object.class, Object[].class));
        MethodHandle tell = MethodHandles.constant(Object.class, next);
        return ofTheJdk(MethodHandles.guardWithTest(
                MethodHandles.dropArguments(isSignal, 0, Object.class),
                MethodHandles.dropArguments(pass, 0, Object.class, Method.class),
                MethodHandles.dropArguments(tell, 0, Object.class, Method.class, Object[].class)));
    }

    private static InvocationHandler ofTheJdk(MethodHandle target) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(JDK);
        try {
            return MethodHandleProxies.asInterfaceInstance(InvocationHandler.class, target);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
