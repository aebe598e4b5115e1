package io.holdfast.servlet;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The address of a socket's other end, which the servlet API does not tell: its {@code getRemoteAddr()} is whatever a
 * forwarding valve, filter or customizer made of the header {@code X-Forwarded-For}. Tomcat and Jetty 12 know it, and are
 * asked by name, because one binary serves them all. Of any other container nothing is known.
 */
public final class SocketAddressOf {
    private static final String TOMCAT = "org.apache.catalina.connector.RequestFacade";
    private static final String JETTY = "org.eclipse.jetty.";
    private static final int MOST_LAYERS = 16;

    private SocketAddressOf() {}

    /**
     * Asks the container for it.
     *
     * @param request the container's own request, without anybody's wrapper
     * @return the address as text; null if this container does not tell it
     */
    public static @Nullable String request(Object request) {
        String container = request.getClass().getName();
        try {
            if (container.equals(TOMCAT)) {
                return text(call(field(request, "request"), "getPeerAddr"));
            }
            return container.startsWith(JETTY) ? ofJetty(request) : null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // Another version, or one that lets nobody look: then nothing is known.
            return null;
        }
    }

    /** From the servlet request to Jetty's own, to its connection and down to the socket, below TLS and PROXY protocol. */
    private static @Nullable String ofJetty(Object request) throws ReflectiveOperationException {
        Object core = has(request, "getCoreRequest") ? call(request, "getCoreRequest") : call(request, "getRequest");
        Object endPoint = call(call(call(core, "getConnectionMetaData"), "getConnection"), "getEndPoint");
        for (int layer = 0; layer < MOST_LAYERS && has(endPoint, "unwrap"); layer++) {
            endPoint = call(endPoint, "unwrap");
        }
        SocketAddress address = (SocketAddress) call(endPoint, "getRemoteSocketAddress");
        return address instanceof InetSocketAddress && !((InetSocketAddress) address).isUnresolved()
                ? ((InetSocketAddress) address).getAddress().getHostAddress()
                : null;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String && !((String) value).isEmpty() ? (String) value : null;
    }

    private static Object field(Object target, String name) throws ReflectiveOperationException {
        Field field = target.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return found(field.get(target), name);
    }

    private static boolean has(Object target, String method) {
        return publicMethod(target.getClass(), method) != null;
    }

    private static Object call(Object target, String name) throws ReflectiveOperationException {
        Method method = publicMethod(target.getClass(), name);
        if (method == null) {
            throw new NoSuchMethodException(name);
        }
        try {
            return found(method.invoke(target), name);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(name, e.getCause());
        }
    }

    private static Object found(@Nullable Object value, String name) throws ReflectiveOperationException {
        if (value == null) {
            throw new ReflectiveOperationException(name + " is null");
        }
        return value;
    }

    /** The method as a public class or interface declares it: the object's own class may be hidden. */
    private static @Nullable Method publicMethod(@Nullable Class<?> type, String name) {
        if (type == null) {
            return null;
        }
        if (Modifier.isPublic(type.getModifiers())) {
            try {
                return type.getMethod(name);
            } catch (NoSuchMethodException e) {
                // An interface may still declare it.
            }
        }
        for (Class<?> implemented : type.getInterfaces()) {
            Method method = publicMethod(implemented, name);
            if (method != null) {
                return method;
            }
        }
        return publicMethod(type.getSuperclass(), name);
    }
}
