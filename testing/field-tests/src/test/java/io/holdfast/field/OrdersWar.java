package io.holdfast.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
                    java.nio.file.Files.write(java.nio.file.Paths.get("HITS"), new byte[] {'x'},
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

    /** Writes a version of the WAR for a server. */
    Path write(Path directory, String version, FieldServer server) throws IOException {
        Path work = Files.createTempDirectory(directory, "orders");
        Path source = Files.writeString(
                work.resolve("Orders.java"),
                SERVLET.replace("NAMESPACE", server.namespace().name)
                        .replace("HITS", hits.toString())
                        .replace("VERSION", version));
        Path classes = LegacyApplication.compile(server.namespace(), List.of(source), work.resolve("classes"));
        Path file = work.resolve("orders.war");
        try (WarFile war = new WarFile(file)) {
            war.text("META-INF/context.xml", CONTEXT_XML)
                    .text("WEB-INF/web.xml", WEB_XML)
                    .tree("WEB-INF/classes/", classes)
                    .text("page.txt", "a page");
        }
        return file;
    }
}
