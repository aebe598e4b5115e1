package io.holdfast.servlet;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container of either namespace that is not there: it only calls a filter and notes what that does. For what embedded
 * containers never do: to serve an application whose filter has failed.
 */
final class StubContainer {
    private static final Map<String, String> WRONG = Map.of("issuer", "http://as.example", "clientSecret", "s3cret");

    /** What the container's log has got by {@code ServletContext.log}. */
    final List<String> log = new ArrayList<>();

    /** What the servlet context holds. */
    final Map<String, Object> application = new HashMap<>();

    /** What the last request holds, {@code status} and {@code body} of its answer besides. */
    final Map<String, Object> request = new HashMap<>();

    /** True for an application whose listener fails, and whose response's writer is taken. */
    boolean hostile;

    private final String namespace;
    private final String serverInfo;
    private final ClassLoader classes;
    private Map<String, String> settings = WRONG;

    StubContainer(String namespace, String serverInfo, ClassLoader classes) {
        this.namespace = namespace;
        this.serverInfo = serverInfo;
        this.classes = classes;
    }

    StubContainer(String namespace, String serverInfo) {
        this(namespace, serverInfo, StubContainer.class.getClassLoader());
    }

    void set(Map<String, String> other) {
        settings = other;
    }

    /** A new filter, not initialised. */
    Object filter() throws Exception {
        return classes.loadClass("io.holdfast.servlet." + namespace + ".CertificateBoundTokenFilter")
                .getConstructor()
                .newInstance();
    }

    void init(Object filter) throws Exception {
        Object context = proxy("ServletContext", (method, arguments) -> switch (method) {
            case "getContextPath" -> "/orders";
            case "getServerInfo" -> serverInfo;
            case "getAttribute" -> application.get(arguments[0]);
            case "setAttribute" -> {
                if (hostile) {
                    throw new IllegalStateException("a listener fails");
                }
                yield application.put((String) arguments[0], arguments[1]);
            }
            case "log" -> log.add((String) arguments[0]);
            case "getFilterRegistrations" -> Map.of();
            default -> null;
        });
        call(filter, "init", "FilterConfig", proxy("FilterConfig", (method, arguments) -> switch (method) {
            case "getInitParameterNames" -> Collections.enumeration(settings.keySet());
            case "getInitParameter" -> settings.get(arguments[0]);
            case "getServletContext" -> context;
            default -> "holdfast";
        }));
    }

    /** Sends a request. The chain behind the filter throws. */
    void send(Object filter) throws Exception {
        request.clear();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Object stream = streamTo(body);
        Object incoming = proxy("http.HttpServletRequest", (method, arguments) -> {
            if (method.equals("setAttribute")) {
                request.put((String) arguments[0], arguments[1]);
            }
            return null;
        });
        Object answer = proxy("http.HttpServletResponse", (method, arguments) -> switch (method) {
            case "isCommitted" -> false;
            case "setStatus" -> request.put("status", arguments[0]);
            case "getOutputStream" -> {
                if (hostile) {
                    throw new IllegalStateException("the writer is taken");
                }
                yield stream;
            }
            case "getWriter" ->
                new PrintWriter(body, true, StandardCharsets.US_ASCII) {
                    @Override
                    public void write(String text) {
                        super.write(text);
                        flush();
                    }
                };
            case "resetBuffer", "setHeader", "setContentType", "flushBuffer" -> null;
            default -> throw new AssertionError("called " + method);
        });
        Object chain = proxy("FilterChain", (method, arguments) -> {
            throw new AssertionError("the application was reached");
        });
        Class<?> type = filter.getClass();
        try {
            type.getMethod("doFilter", of("ServletRequest"), of("ServletResponse"), of("FilterChain"))
                    .invoke(filter, incoming, answer, chain);
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        }
        request.put("body", body.toString(StandardCharsets.US_ASCII));
    }

    private Object streamTo(ByteArrayOutputStream body) throws Exception {
        return namespace.equals("javax") ? new JavaxStream(body) : new JakartaStream(body);
    }

    private void call(Object on, String name, String type, Object argument) throws Exception {
        try {
            on.getClass().getMethod(name, of(type)).invoke(on, argument);
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        }
    }

    private static Exception unwrapped(InvocationTargetException e) throws Exception {
        if (e.getCause() instanceof Error) {
            throw (Error) e.getCause();
        }
        return (Exception) e.getCause();
    }

    private Class<?> of(String type) throws ClassNotFoundException {
        return Class.forName(namespace + ".servlet." + type, false, classes);
    }

    private Object proxy(String type, Answer answer) throws ClassNotFoundException {
        Class<?> of = of(type);
        return Proxy.newProxyInstance(
                of.getClassLoader(),
                new Class<?>[] {of},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments));
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments) throws Exception;
    }

    private static final class JavaxStream extends javax.servlet.ServletOutputStream {
        private final ByteArrayOutputStream to;

        private JavaxStream(ByteArrayOutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int octet) {
            to.write(octet);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(javax.servlet.WriteListener listener) {}
    }

    private static final class JakartaStream extends jakarta.servlet.ServletOutputStream {
        private final ByteArrayOutputStream to;

        private JakartaStream(ByteArrayOutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int octet) {
            to.write(octet);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(jakarta.servlet.WriteListener listener) {}
    }
}
