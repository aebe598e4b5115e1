package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/**
 * A WAR that nobody may touch: one servlet, made for the servlet API that the Tomcat has, and a {@code META-INF/context.xml}
 * of its own. The servlet answers with the WAR's version and what it finds in its context, and counts its requests in a
 * file, which outlives every deployment.
 */
final class OrdersWar {
    /** What the WAR's own {@code META-INF/context.xml} holds. */
    static final String OWN_CONTEXT = "from the WAR's own context.xml";

    private static final String SERVLET = """
            package orders;

            public class Orders extends NAMESPACE.servlet.http.HttpServlet {
                @Override
                protected void doGet(NAMESPACE.servlet.http.HttpServletRequest request,
                        NAMESPACE.servlet.http.HttpServletResponse response) throws java.io.IOException {
                    java.nio.file.Files.writeString(java.nio.file.Path.of("HITS"), "x",
                            java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
                    Object found;
                    try {
                        found = new javax.naming.InitialContext().lookup("java:comp/env/greeting");
                    } catch (javax.naming.NamingException e) {
                        found = e;
                    }
                    response.getWriter().print("orders VERSION, " + found);
                }
            }
            """;

    private static final String WEB_XML = """
            <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="3.1" metadata-complete="true">
              <servlet><servlet-name>orders</servlet-name><servlet-class>orders.Orders</servlet-class></servlet>
              <servlet-mapping><servlet-name>orders</servlet-name><url-pattern>/list</url-pattern></servlet-mapping>
            </web-app>
            """;

    private static final String CONTEXT_XML = """
            <Context>
              <Environment name="greeting" type="java.lang.String" value="%s"/>
            </Context>
            """.formatted(OWN_CONTEXT);

    private final Path hits;

    /** A WAR that counts here. */
    OrdersWar(Path hits) {
        this.hits = hits;
    }

    /** How many requests any deployment of it has seen. */
    long hits() throws IOException {
        return Files.exists(hits) ? Files.size(hits) : 0;
    }

    /** Writes a version of the WAR. */
    Path write(Path directory, String version, Path tomcatHome) throws IOException {
        Path work = Files.createTempDirectory(directory, "orders");
        Path source = Files.createDirectories(work.resolve("orders")).resolve("Orders.java");
        List<Path> libraries;
        try (Stream<Path> lib = Files.list(tomcatHome.resolve("lib"))) {
            libraries = lib.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        compile(source, "javax", version, libraries);
        if (!Files.exists(work.resolve("orders/Orders.class"))) {
            compile(source, "jakarta", version, libraries);
        }
        assertThat(work.resolve("orders/Orders.class")).exists();
        Path war = work.resolve("orders.war");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            put(zip, "META-INF/context.xml", CONTEXT_XML.getBytes(StandardCharsets.UTF_8));
            put(zip, "WEB-INF/web.xml", WEB_XML.getBytes(StandardCharsets.UTF_8));
            put(zip, "WEB-INF/classes/orders/Orders.class", Files.readAllBytes(work.resolve("orders/Orders.class")));
            put(zip, "page.txt", "a page".getBytes(StandardCharsets.UTF_8));
        }
        return war;
    }

    private void compile(Path source, String namespace, String version, List<Path> libraries) throws IOException {
        Files.writeString(
                source,
                SERVLET.replace("NAMESPACE", namespace)
                        .replace("HITS", hits.toString())
                        .replace("VERSION", version));
        String path = libraries.stream().map(Path::toString).collect(Collectors.joining(":"));
        // Of the wrong namespace it says that there is no such package, and makes no class.
        ToolProvider.getSystemJavaCompiler()
                .run(null, null, OutputStream.nullOutputStream(), "-proc:none", "-classpath", path, source.toString());
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
