package io.holdfast.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A WAR directory: {@code web.xml} with the test application, in one of the two servlet namespaces, and the additions
 * of a test. Built step by step; not thread-safe.
 */
public final class TestWar {

    private static final String JAVAX_HEAD =
            "<web-app xmlns='http://xmlns.jcp.org/xml/ns/javaee'" + " version='3.1' metadata-complete='true'>\n";
    private static final String JAKARTA_HEAD =
            "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='5.0' metadata-complete='true'>\n";

    private final String namespace;
    private final StringBuilder listeners = new StringBuilder();
    private final StringBuilder filters = new StringBuilder();
    private final StringBuilder filterMappings = new StringBuilder();
    private final StringBuilder rest = new StringBuilder();
    private final List<Path> libraries = new ArrayList<>();
    private final List<Class<?>> classes = new ArrayList<>();
    private final Map<String, String> pages = new LinkedHashMap<>();
    private String servlet;
    private Map<String, String> servletParameters = Map.of();
    private String contextXml = "<Context/>";
    private String contextPath = "";
    private String descriptor = "";

    private TestWar(String namespace) {
        this.namespace = namespace;
        this.servlet = "io.holdfast.testserver." + namespace + ".EchoServlet";
    }

    /** Starts a WAR; {@code namespace} is {@code javax} or {@code jakarta}. */
    public static TestWar of(String namespace) {
        return new TestWar(namespace);
    }

    /** Starts a WAR with this {@code web.xml}, to which only the test application is added. */
    public static TestWar withDescriptor(String namespace, String webXml) {
        TestWar war = new TestWar(namespace);
        war.descriptor = webXml.replace("</web-app>", war.application() + "</web-app>");
        return war;
    }

    /** Sets the context path: empty, the default, or for example {@code /api}. */
    public TestWar at(String path) {
        contextPath = path;
        return this;
    }

    public String contextPath() {
        return contextPath;
    }

    /**
     * Adds the filter of this namespace for {@code /api/*} and the address of its metadata, and before it the
     * {@link io.holdfast.testkit.Tampering} filter.
     */
    public TestWar guardedByFilter(Map<String, String> settings, String... dispatchers) {
        filter("tampering", "io.holdfast.testserver." + namespace + ".TamperingFilter", Map.of());
        filterMapping("tampering", "/*");
        filter("holdfast", "io.holdfast.servlet." + namespace + ".CertificateBoundTokenFilter", settings);
        filterMapping("holdfast", "/.well-known/oauth-protected-resource/*");
        return filterMapping("holdfast", "/api/*", dispatchers);
    }

    /** Adds the filter of this namespace by a listener's code; the settings are passed as context-params. */
    public TestWar guardedProgrammatically(Map<String, String> settings) {
        settings.forEach((name, value) -> rest.append("<context-param>")
                .append(element("param-name", name))
                .append(element("param-value", value))
                .append("</context-param>\n"));
        return listener("io.holdfast.servlet." + namespace + ".RegisteringListener");
    }

    public TestWar listener(String className) {
        listeners
                .append("<listener>")
                .append(element("listener-class", className))
                .append("</listener>\n");
        return this;
    }

    public TestWar filter(String name, String className, Map<String, String> parameters) {
        filters.append("<filter>")
                .append(element("filter-name", name))
                .append(element("filter-class", className))
                .append(element("async-supported", "true"));
        filters.append(parameters(parameters)).append("</filter>\n");
        return this;
    }

    private static String parameters(Map<String, String> parameters) {
        return new LinkedHashMap<>(parameters)
                .entrySet().stream()
                        .map(entry -> "<init-param>" + element("param-name", entry.getKey())
                                + element("param-value", entry.getValue()) + "</init-param>")
                        .collect(Collectors.joining());
    }

    public TestWar filterMapping(String name, String pattern, String... dispatchers) {
        filterMappings
                .append("<filter-mapping>")
                .append(element("filter-name", name))
                .append(element("url-pattern", pattern));
        for (String dispatcher : dispatchers) {
            filterMappings.append(element("dispatcher", dispatcher));
        }
        filterMappings.append("</filter-mapping>\n");
        return this;
    }

    /** Adds any other part of {@code web.xml}: error pages, security constraints, login configuration. */
    public TestWar with(String xml) {
        rest.append(xml).append('\n');
        return this;
    }

    /** Sets the WAR's own {@code META-INF/context.xml}. */
    public TestWar contextXml(String xml) {
        contextXml = xml;
        return this;
    }

    /** Adds a user of the application's own realm, on Tomcat. */
    public TestWar knowing(Path directory, String user, String password, String role) throws IOException {
        Path users = Files.writeString(
                directory.resolve("users.xml"),
                "<tomcat-users><user username='" + user + "' password='" + password + "' roles='" + role
                        + "'/></tomcat-users>");
        return contextXml(contextXml
                .replace("<Context/>", "<Context></Context>")
                .replace(
                        "</Context>",
                        "<Realm className='org.apache.catalina.realm.MemoryRealm' pathname='" + users
                                + "'/></Context>"));
    }

    /** Maps the servlet to every path, in place of the test application. */
    public TestWar servedBy(String className) {
        return servedBy(className, Map.of());
    }

    /** Maps the servlet, with parameters, to every path, in place of the test application. */
    public TestWar servedBy(String className, Map<String, String> parameters) {
        servlet = className;
        servletParameters = Map.copyOf(parameters);
        return this;
    }

    /** Adds a jar to {@code WEB-INF/lib}. */
    public TestWar library(Path jar) {
        libraries.add(jar);
        return this;
    }

    /** Adds top-level classes of this class path to {@code WEB-INF/classes}. */
    public TestWar classes(Class<?>... types) {
        classes.addAll(List.of(types));
        return this;
    }

    /** Adds a file to the application, by its path in the WAR. */
    public TestWar page(String path, String text) {
        pages.put(path, text);
        return this;
    }

    /** Writes the WAR into a new directory under the given one. */
    Path write(Path parent) {
        try {
            Path war = Files.createTempDirectory(parent, "war");
            Files.createDirectories(war.resolve("WEB-INF"));
            Files.createDirectories(war.resolve("META-INF"));
            Files.writeString(war.resolve("WEB-INF/web.xml"), webXml());
            Files.writeString(war.resolve("META-INF/context.xml"), contextXml);
            copyInto(war);
            return war;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copyInto(Path war) throws IOException {
        for (Path library : libraries) {
            Path lib = Files.createDirectories(war.resolve("WEB-INF/lib"));
            Files.copy(library, lib.resolve(library.getFileName()));
        }
        for (Class<?> type : classes) {
            String name = type.getName().replace('.', '/') + ".class";
            Path target = war.resolve("WEB-INF/classes").resolve(name);
            Files.createDirectories(target.getParent());
            try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
                Files.copy(in, target);
            }
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(war.resolve(page.getKey()), page.getValue());
        }
    }

    private String application() {
        return "<servlet>" + element("servlet-name", "echo")
                + element("servlet-class", servlet)
                + parameters(servletParameters)
                + element("async-supported", "true") + "</servlet>\n"
                + "<servlet-mapping>" + element("servlet-name", "echo") + element("url-pattern", "/*")
                + "</servlet-mapping>\n";
    }

    private String webXml() {
        if (!descriptor.isEmpty()) {
            return descriptor;
        }
        return "<?xml version='1.0' encoding='UTF-8'?>\n"
                + (namespace.equals("javax") ? JAVAX_HEAD : JAKARTA_HEAD)
                + filters
                + filterMappings
                + listeners
                + application()
                + rest
                + "</web-app>\n";
    }

    static String element(String name, String text) {
        return "<" + name + ">" + text.replace("&", "&amp;").replace("<", "&lt;") + "</" + name + ">";
    }
}
