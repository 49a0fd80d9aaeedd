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
    private final Object sigterm;
    private final Object defaultHandler;
    private final Object ignoringHandler;
    private final Method install;
    private final Method handle;

    /**
     * Looks up the classes of the JDK.
     *
     * @throws ReflectiveOperationException if this JDK does not have it
     */
    SigtermHandler() throws ReflectiveOperationException {
        signals = Class.forName("sun.misc.Signal", true, JDK);
        handlers = Class.forName("sun.misc.SignalHandler", true, JDK);
        sigterm = signals.getConstructor(String.class).newInstance("TERM");
        defaultHandler = handlers.getField("SIG_DFL").get(null);
        ignoringHandler = handlers.getField("SIG_IGN").get(null);
        install = signals.getMethod("handle", signals, handlers);
        handle = handlers.getMethod("handle", signals);
    }

    /** The JVM-wide lock for reading and changing handlers. */
    Object lock() {
        return signals;
    }

    /**
     * Makes this the handler of SIGTERM.
     *
     * @return the previous handler
     * @throws ReflectiveOperationException if the JVM does not allow it, as with {@code -Xrs}
     * @throws IllegalStateException if the previous handler is the operating system's: it cannot be called, so it is restored
     */
    Object install(Object handler) throws ReflectiveOperationException {
        Object before = install.invoke(null, sigterm, handler);
        if (before == defaultHandler || before == ignoringHandler) {
            install.invoke(null, sigterm, before);
            throw new IllegalStateException("SIGTERM is left to the operating system");
        }
        return before;
    }

    /** Calls a handler. */
    void call(Object handler) throws ReflectiveOperationException {
        handle.invoke(handler, sigterm);
    }

    /**
     * Makes a handler that delegates to the slot. It is also a {@link UnaryOperator}. It refers to classes of the JDK
     * only, and its class is the same for all class loaders of a JVM.
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
                jdkOnlyHandler(MethodHandles.foldArguments(invoke, inSlot)));
    }

    /**
     * Forwards the signal to {@code next}, and returns {@code next} from every other method. Refers to classes of the
     * JDK only.
     */
    InvocationHandler forwardingTo(Object next) throws ReflectiveOperationException {
        MethodHandle isSignal = MethodHandles.publicLookup()
                .bind(handle, "equals", MethodType.methodType(boolean.class, Object.class))
                .asType(MethodType.methodType(boolean.class, Method.class));
        MethodHandle pass = MethodHandles.publicLookup()
                .unreflect(handle)
                .bindTo(next)
                .asSpreader(Object[].class, 1)
                .asType(MethodType.methodType(Object.class, Object[].class));
        MethodHandle tell = MethodHandles.constant(Object.class, next);
        return jdkOnlyHandler(MethodHandles.guardWithTest(
                MethodHandles.dropArguments(isSignal, 0, Object.class),
                MethodHandles.dropArguments(pass, 0, Object.class, Method.class),
                MethodHandles.dropArguments(tell, 0, Object.class, Method.class, Object[].class)));
    }

    private static InvocationHandler jdkOnlyHandler(MethodHandle target) {
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
